package dev.fairlead.model.traffic;

import dev.fairlead.model.errors.InvalidValue;

/// A version that gets a copy of a part of the requests; what it answers is counted and thrown
/// away.
public record Mirror(int version, int basisPoints) {
    public Mirror {
        if (version < 1) {
            throw new InvalidValue("version", "use a version's number, such as 3");
        }
        if (basisPoints < 1 || basisPoints > Share.WHOLE) {
            throw new InvalidValue("percent", "use a percentage above 0, up to 100");
        }
    }
}

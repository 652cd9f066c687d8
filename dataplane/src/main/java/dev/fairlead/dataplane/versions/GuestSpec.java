package dev.fairlead.dataplane.versions;

import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.ids.ServiceId;

import java.nio.file.Path;
import java.util.Map;

/// What is needed to run one version. `artifact` is a file whose SHA-256 is `hash`; equal specs are
/// the same guest.
public record GuestSpec(
        ServiceId function,
        int version,
        Abi abi,
        Path artifact,
        ContentHash hash,
        Limits limits,
        Map<String, String> environment)
        implements VersionSpec {
    public GuestSpec {
        environment = Map.copyOf(environment);
    }

    /// Variables may be secrets.
    @Override
    public String toString() {
        return "GuestSpec[" + function + " version " + version + " " + hash + "]";
    }
}

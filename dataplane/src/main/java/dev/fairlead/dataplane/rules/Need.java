package dev.fairlead.dataplane.rules;

import java.util.Locale;
import java.util.Optional;

/// What a request has to have besides: a header or a parameter of its query, of this value where
/// there is one.
public record Need(Where where, String name, Optional<String> value) {
    /// Where to look.
    public enum Where {
        HEADER,
        QUERY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Why a request lacks it; empty where it has it.
    Optional<String> lacks(Asked asked) {
        Optional<String> there =
                switch (where) {
                    case HEADER -> asked.visitor().header(name);
                    case QUERY -> asked.visitor().query(name);
                };
        if (there.isPresent() && (value.isEmpty() || value.equals(there))) {
            return Optional.empty();
        }
        String what = where == Where.HEADER ? "header" : "parameter";
        return Optional.of(
                "the %s '%s' is %s"
                        .formatted(
                                what,
                                name,
                                there.isEmpty() ? "missing" : "not '" + value.orElse("") + "'"));
    }

    boolean excludes(Need other) {
        return where == other.where
                && name.equals(other.name)
                && value.isPresent()
                && other.value.isPresent()
                && !value.equals(other.value);
    }
}

package dev.fairlead.dataplane.router;

import java.util.Optional;

/// Who asks, as far as it decides on a version. Each is looked at only where an alias needs it.
public interface Visitor {
    /// Somebody of whom nothing is known.
    Visitor ANYBODY =
            new Visitor() {
                @Override
                public Optional<String> header(String name) {
                    return Optional.empty();
                }

                @Override
                public Optional<String> cookie(String name) {
                    return Optional.empty();
                }

                @Override
                public Optional<String> query(String name) {
                    return Optional.empty();
                }

                @Override
                public Optional<String> caller() {
                    return Optional.empty();
                }
            };

    Optional<String> header(String name);

    Optional<String> cookie(String name);

    /// A parameter of the query, decoded.
    Optional<String> query(String name);

    /// The user or key that was let in.
    Optional<String> caller();
}

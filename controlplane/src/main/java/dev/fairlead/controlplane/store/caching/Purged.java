package dev.fairlead.controlplane.store.caching;

import dev.fairlead.model.ids.ServiceId;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Something of a service that was to be forgotten, and what the network in front of us said.
public record Purged(
        long id, ServiceId service, Instant at, What what, Optional<String> cdn, String error) {
    /// `value` is a path with a query, the beginning of a path, or a tag; `host` may be empty.
    public record What(Scope scope, String host, String value) {}

    /// How much of a service's answers.
    public enum Scope {
        EVERYTHING,
        URL,
        PREFIX,
        TAG,
        /// What another version made old, and is kept in front of us alone.
        RELEASE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

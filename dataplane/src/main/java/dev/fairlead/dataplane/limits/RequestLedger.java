package dev.fairlead.dataplane.limits;

import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How many requests the instances of one installation let through in the present period together.
public interface RequestLedger {
    /// Adds what this instance let through, says whose quota that used up. Blocks; empty where it
    /// cannot be said now, and nothing was added. Never called by a request.
    Optional<Spent> settle(Map<ServiceId, Long> requests);

    /// Who may have no more requests until `until`.
    record Spent(Set<Of> all, Instant until) {
        static final Spent NONE = new Spent(Set.of(), Instant.MIN);

        public Spent {
            all = Set.copyOf(all);
        }

        /// An organization, or one project of it.
        public record Of(OrganizationId organization, Optional<ProjectName> project) {}
    }
}

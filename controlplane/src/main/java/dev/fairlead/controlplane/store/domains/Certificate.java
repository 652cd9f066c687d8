package dev.fairlead.controlplane.store.domains;

import dev.fairlead.model.domains.CertificateId;
import dev.fairlead.model.domains.DomainId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A certificate of a project. `domain` is whose the automatic one is; `issued` is empty as long as
/// there is none.
public record Certificate(
        CertificateId id,
        OrganizationId organization,
        ProjectId project,
        Optional<DomainId> domain,
        List<String> names,
        Optional<Issued> issued,
        Tries tries,
        Instant createdAt) {
    public Certificate {
        names = List.copyOf(names);
    }

    /// What is served; `sealed` is its key in base64.
    public record Issued(
            String chain,
            String sealed,
            String issuer,
            String fingerprint,
            Instant notBefore,
            Instant notAfter) {
        /// Without the key.
        @Override
        public String toString() {
            return "Issued[" + fingerprint + "]";
        }
    }

    /// How getting the next one goes.
    public record Tries(Optional<Instant> next, int failures, Optional<String> error) {}
}

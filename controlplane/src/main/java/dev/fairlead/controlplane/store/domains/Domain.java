package dev.fairlead.controlplane.store.domains;

import dev.fairlead.model.domains.ChallengeKind;
import dev.fairlead.model.domains.DomainId;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.domains.DomainState;
import dev.fairlead.model.domains.Hsts;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;

import java.time.Instant;
import java.util.Optional;

/// A domain that a project claims. `token` is what has to be shown to prove it.
public record Domain(
        DomainId id,
        OrganizationId organization,
        ProjectId project,
        DomainName name,
        String token,
        DomainState state,
        Ways ways,
        Checks checks,
        Instant createdAt) {
    /// Where it leads and how it answers. `challenge` is by what an authority is shown that it is
    /// ours; where it is left open, by what works.
    public record Ways(
            Optional<ServiceId> service,
            EnvironmentName environment,
            AliasName alias,
            boolean redirectToHttps,
            Optional<Hsts> hsts,
            boolean automaticCertificate,
            Optional<ChallengeKind> challenge) {}

    /// What was found when it was looked up. `next` is when it is looked up again by itself,
    /// `failingSince` since when what proved it is gone.
    public record Checks(
            Optional<String> provenBy,
            Optional<String> seen,
            Optional<Instant> verifiedAt,
            Optional<Instant> at,
            Optional<Instant> next,
            Optional<Instant> failingSince,
            int failures) {
        /// Of a claim that nobody looked at yet.
        static Checks none(Instant next) {
            return new Checks(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(next),
                    Optional.empty(),
                    0);
        }
    }
}

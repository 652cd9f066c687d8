package dev.fairlead.controlplane.store.quotas;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.quotas.Resource;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Takes a part of what an organization and a project may use, in the transaction that uses it.
public final class QuotaClaims {
    private static final String QUOTAS =
            """
            select most, project_id is not null as of_project
            from quotas q
            where resource = :resource
              and (project_id = :project
                   or (project_id is null and organization_id = :organization)
                   or (organization_id is null and not exists (
                        select from quotas own where own.resource = :resource
                          and own.organization_id = :organization and own.project_id is null)))\
            """;

    private QuotaClaims() {}

    /// Who wants it, and when.
    public record Claimant(OrganizationId organization, UUID project, Instant at) {}

    private record Most(long most, boolean ofProject) {}

    /// Refuses what would be more than a quota. Two who claim at once wait for each other.
    public static void claim(Handle handle, Claimant who, Resource resource, long amount) {
        List<Most> quotas =
                handle.createQuery(QUOTAS)
                        .bind("resource", resource.column())
                        .bind("project", who.project())
                        .bind("organization", who.organization().value())
                        .map((row, _) ->
                                new Most(row.getLong("most"), row.getBoolean("of_project")))
                        .list();
        if (!quotas.isEmpty()) {
            handle.createQuery(
                            "select pg_advisory_xact_lock(hashtextextended(:lock, 7206872))::text")
                    .bind("lock", resource.column() + " " + who.organization())
                    .mapTo(String.class)
                    .one();
        }
        for (Most quota : quotas) {
            require(handle, who, resource, amount, quota);
        }
        if (resource == Resource.DEPLOYMENTS) {
            add(handle, who, resource, amount);
        }
    }

    private static void require(
            Handle handle, Claimant who, Resource resource, long amount, Most quota) {
        long used = used(handle, who, resource, quota.ofProject());
        if (used + amount <= quota.most()) {
            return;
        }
        String whose = quota.ofProject() ? "the project" : "the organization";
        throw new Rejected(
                ErrorCode.QUOTA_EXCEEDED,
                whose
                        + " has used "
                        + shown(resource, used)
                        + " of "
                        + shown(resource, quota.most())
                        + " ("
                        + resource.word()
                        + "); `fairlead quotas` shows all, "
                        + (quota.ofProject()
                                ? "an admin of the organization"
                                : "an administrator of the installation")
                        + " raises it",
                resource.resetsAt(who.at())
                        .map(at -> Duration.between(who.at(), at))
                        .orElse(Duration.ofHours(1)));
    }

    /// In minutes where it is kept in milliseconds.
    private static long shown(Resource resource, long amount) {
        return resource == Resource.BUILD_TIME ? Math.ceilDiv(amount, 60_000L) : amount;
    }

    private static long used(Handle handle, Claimant who, Resource resource, boolean ofProject) {
        return handle.createQuery("select quota_used(:organization, :project::uuid, :what, :at)")
                .bind("organization", who.organization().value())
                .bind("project", ofProject ? who.project() : null)
                .bind("what", resource.column())
                .bind("at", Columns.at(who.at()))
                .mapTo(Long.class)
                .one();
    }

    private static void add(Handle handle, Claimant who, Resource resource, long amount) {
        handle.createQuery("select quota_add(:organization, :project, :what, :amount, :at)::text")
                .bind("organization", who.organization().value())
                .bind("project", who.project())
                .bind("what", resource.column())
                .bind("amount", amount)
                .bind("at", Columns.at(who.at()))
                .mapTo(String.class)
                .one();
    }
}

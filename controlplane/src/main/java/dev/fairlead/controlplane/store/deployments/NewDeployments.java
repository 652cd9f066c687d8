package dev.fairlead.controlplane.store.deployments;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.quotas.QuotaClaims;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.BuildId;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.quotas.Resource;
import dev.fairlead.model.traffic.Strategy;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Writes deployments down that begin: their ids grow per service, and they are claimed from
/// quotas.
public final class NewDeployments {
    private final Database database;
    private final Clock clock;
    private static final JsonMapper JSON = new JsonMapper();

    private final DeploymentRow rows = new DeploymentRow();

    public NewDeployments(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Where something is deployed to, by what strategy, and who wants it; and the sealed values
    /// that are for this deployment alone.
    public record Into(
            OrganizationId organization,
            ServiceId service,
            EnvironmentId environment,
            Optional<Strategy> strategy,
            String author,
            Map<String, String> overrides) {}

    /// A source as it was kept; that of a site is in no language.
    public record Source(Optional<Language> language, ContentHash hash, long bytes) {}

    /// A pending deployment with its queued build, in one transaction. What still waits of the same
    /// service and environment is superseded: the newest source wins.
    public Deployment ofSource(Into into, Source source) {
        return database.inTenant(into.organization(), handle -> ofSource(handle, into, source));
    }

    private Deployment ofSource(Handle handle, Into into, Source source) {
        DeploymentId id = newest(handle, into.service());
        claim(handle, into, source.bytes());
        BuildRows.supersedeQueued(handle, into, now(), clock.instant());
        insert(handle, id, into, Optional.of(source), DeploymentState.PENDING);
        handle.execute(
                """
                insert into builds (id, organization_id, deployment_id, state, phases, created_at)
                values (?, ?, ?, 'queued',
                    jsonb_build_array(jsonb_build_object('name', 'queued', 'startedAt', ?)), ?)\
                """,
                BuildId.next(clock).value(),
                into.organization().value(),
                id.value(),
                clock.instant().toString(),
                now());
        handle.execute(
                "update services set language = ?, updated_at = ? where id = ?",
                source.language().map(Language::word).orElse(null),
                now(),
                into.service().value());
        return get(handle, id);
    }

    /// A deployment of a version that is there: it builds nothing. Of the same environment it is
    /// one with other settings.
    public Deployment ofVersion(Into into, int version) {
        return database.inTenant(
                into.organization(),
                handle -> {
                    DeploymentId id = newest(handle, into.service());
                    QuotaClaims.claim(handle, claimant(handle, into), Resource.DEPLOYMENTS, 1);
                    insert(handle, id, into, Optional.empty(), DeploymentState.PREPARING);
                    int found =
                            handle.execute(
                                    """
                                    update deployments d set kind = case when v.environment_id = d.environment_id
                                            then 'configuration' else 'promotion' end,
                                        base_version = v.number,
                                        language = v.language, source_hash = v.source_hash,
                                        abi = v.abi, artifact_hash = v.artifact_hash,
                                        upstream = nullif(v.configuration -> 'upstream', 'null'::jsonb)
                                    from versions v where d.id = ? and v.service_id = d.service_id
                                        and v.number = ?\
                                    """,
                                    id.value(),
                                    version);
                    if (found == 0) {
                        throw new Rejected(
                                ErrorCode.VERSION_NOT_FOUND, "there is no version " + version);
                    }
                    return get(handle, id);
                });
    }

    /// A deployment of another upstream: it builds nothing, and prepares nothing.
    public Deployment ofUpstream(Into into, UpstreamSpec upstream) {
        return database.inTenant(
                into.organization(),
                handle -> {
                    DeploymentId id = newest(handle, into.service());
                    QuotaClaims.claim(handle, claimant(handle, into), Resource.DEPLOYMENTS, 1);
                    insert(handle, id, into, Optional.empty(), DeploymentState.PREPARING);
                    handle.execute(
                            "update deployments set kind = 'upstream', upstream = ?::jsonb where id"
                                    + " = ?",
                            UpstreamText.write(upstream),
                            id.value());
                    return get(handle, id);
                });
    }

    private void insert(
            Handle handle,
            DeploymentId id,
            Into into,
            Optional<Source> source,
            DeploymentState state) {
        handle.createUpdate(
                        """
                        insert into deployments (id, organization_id, service_id, environment_id, state,
                            language, source_hash, source_bytes, phases, revision, created_at, strategy,
                            author, overrides)
                        values (:id, :organization, :service, :environment, :state, :language::text, :source::text,
                            :sourceBytes, jsonb_build_array(jsonb_build_object(
                                'name', :state::text, 'startedAt', :at::text)), 1, :now,
                            :strategy::jsonb, :author, :overrides::jsonb)\
                        """)
                .bind("id", id.value())
                .bind("organization", into.organization().value())
                .bind("service", into.service().value())
                .bind("environment", into.environment().value())
                .bind("state", state.word())
                .bind("language", source.flatMap(Source::language).map(Language::word).orElse(null))
                .bind("source", source.map(s -> s.hash().hex()).orElse(null))
                .bind("sourceBytes", source.map(Source::bytes).orElse(0L))
                .bind("at", clock.instant().toString())
                .bind("now", now())
                .bind("strategy", into.strategy().map(StrategyText::write).orElse(null))
                .bind("author", into.author())
                .bind("overrides", overrides(into))
                .execute();
    }

    private static @Nullable String overrides(Into into) {
        return into.overrides().isEmpty() ? null : JSON.writeValueAsString(into.overrides());
    }

    /// A new deployment of what a dead build was to make. Throws `Rejected` where the build is not
    /// dead, or where a newer source came since.
    public Deployment redrive(Deployment dead) {
        return database.inTenant(
                dead.organization(),
                handle -> {
                    long bytes =
                            handle.createQuery("select source_bytes from deployments where id = ?")
                                    .bind(0, dead.id().value())
                                    .mapTo(Long.class)
                                    .one();
                    Deployment made =
                            ofSource(
                                    handle,
                                    new Into(
                                            dead.organization(),
                                            dead.service(),
                                            dead.environment(),
                                            dead.strategy(),
                                            dead.author(),
                                            dead.overrides()),
                                    new Source(
                                            dead.language(), dead.source().orElseThrow(), bytes));
                    BuildRows.redrive(handle, dead, made);
                    return made;
                });
    }

    /// A build is begun where any of its time is left, and what it makes counts from then on.
    private void claim(Handle handle, Into into, long sourceBytes) {
        QuotaClaims.Claimant who = claimant(handle, into);
        QuotaClaims.claim(handle, who, Resource.BUILD_TIME, 1);
        QuotaClaims.claim(handle, who, Resource.STORAGE, sourceBytes);
        QuotaClaims.claim(handle, who, Resource.DEPLOYMENTS, 1);
    }

    private QuotaClaims.Claimant claimant(Handle handle, Into into) {
        UUID project =
                handle.createQuery("select project_id from services where id = ?")
                        .bind(0, into.service().value())
                        .mapTo(UUID.class)
                        .findOne()
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.FUNCTION_NOT_FOUND,
                                        "no function " + into.service()));
        return new QuotaClaims.Claimant(into.organization(), project, clock.instant());
    }

    /// An id above every earlier one of this service, whatever the clock does: what was submitted
    /// last must win. Submissions to one service wait here for each other.
    private DeploymentId newest(Handle handle, ServiceId service) {
        handle.execute("select 1 from services where id = ? for update", service.value());
        UUID fresh = DeploymentId.next(clock).value();
        return handle.createQuery(
                        "select id from deployments where service_id = ? order by id desc limit 1")
                .bind(0, service.value())
                .mapTo(UUID.class)
                .findOne()
                .filter(last -> last.compareTo(fresh) >= 0)
                .map(last ->
                        new UUID(last.getMostSignificantBits(), last.getLeastSignificantBits() + 1))
                .map(DeploymentId::new)
                .orElseGet(() -> new DeploymentId(fresh));
    }

    private Deployment get(Handle handle, DeploymentId id) {
        return handle.createQuery(DeploymentStore.SELECT + "where d.id = ?")
                .bind(0, id.value())
                .map((row, _) -> rows.read(row))
                .one();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}

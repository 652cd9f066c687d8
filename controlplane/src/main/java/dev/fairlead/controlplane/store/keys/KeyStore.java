package dev.fairlead.controlplane.store.keys;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.KeyId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.UserId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Keys. Their text is never here: only its SHA-256, which suffices for so many random bits.
public final class KeyStore {
    private static final RowMapper<Key> ROW = (row, _) -> read(row);

    private final Database database;
    private final Clock clock;

    public KeyStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What a new key is to be.
    public record Draft(
            OrganizationId organization,
            String name,
            Key.Kind kind,
            Optional<UserId> user,
            Optional<ProjectId> project,
            Optional<Set<Permission>> scopes,
            List<String> addresses,
            Optional<Instant> expiresAt) {
        public Draft {
            scopes = scopes.map(Set::copyOf);
            addresses = List.copyOf(addresses);
        }

        /// One of the installation, without limits.
        public static Draft installation(OrganizationId organization, String name) {
            return new Draft(
                    organization,
                    name,
                    Key.Kind.INSTALLATION,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty());
        }
    }

    /// Refuses a project of another organization.
    public Key create(Draft draft, String createdBy, String hash) {
        var id = KeyId.next(clock);
        return database.inTenant(
                draft.organization(),
                handle -> {
                    requireProject(handle, draft);
                    return handle.createQuery(
                                    """
                                    insert into keys (id, organization_id, name, kind, user_id,
                                        project_id, scopes, addresses, created_by, hash,
                                        created_at, expires_at)
                                    values (:id, :organization, :name, :kind, :user::uuid, :project::uuid,
                                        :scopes::text[], :addresses::text[], :createdBy, :hash,
                                        :now, :expires::timestamptz)
                                    returning *\
                                    """)
                            .bind("id", id.value())
                            .bind("organization", draft.organization().value())
                            .bind("name", draft.name())
                            .bind("kind", draft.kind().name().toLowerCase(Locale.ROOT))
                            .bind("user", Columns.orNull(draft.user().map(UserId::value)))
                            .bind("project", Columns.orNull(draft.project().map(ProjectId::value)))
                            .bind("scopes", Columns.orNull(draft.scopes().map(KeyStore::words)))
                            .bind("addresses", list(draft.addresses()))
                            .bind("createdBy", createdBy)
                            .bind("hash", hash)
                            .bind("now", now())
                            .bind("expires", Columns.orNull(draft.expiresAt().map(Columns::at)))
                            .map(ROW)
                            .one();
                });
    }

    private static void requireProject(Handle handle, Draft draft) {
        if (draft.project().isEmpty()) {
            return;
        }
        UUID project = draft.project().get().value();
        boolean there =
                handle.createQuery("select exists (select from projects where id = ?)")
                        .bind(0, project)
                        .mapTo(Boolean.class)
                        .one();
        if (!there) {
            throw new Rejected(ErrorCode.PROJECT_NOT_FOUND, "no project " + draft.project().get());
        }
    }

    /// PostgreSQL's form of an array of words that have no special characters.
    private static String words(Set<Permission> scopes) {
        return scopes.stream()
                .map(Permission::word)
                .sorted()
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static @Nullable String list(List<String> addresses) {
        return addresses.isEmpty() ? null : "{" + String.join(",", addresses) + "}";
    }

    /// The key with this hash, or that had it before it was rotated; unless it was revoked.
    public Optional<Key> find(String hash) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                """
                                select * from keys
                                where (hash = :hash
                                       or (previous_hash = :hash and previous_until > :now))
                                  and revoked_at is null\
                                """)
                        .bind("hash", hash)
                        .bind("now", now())
                        .map(ROW)
                        .findOne());
    }

    public Optional<Key> find(OrganizationId organization, KeyId id) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery("select * from keys where id = ?")
                                .bind(0, id.value())
                                .map(ROW)
                                .findOne());
    }

    /// Newest first: those of `user` and `project` where they are named.
    public Page<Key> list(
            OrganizationId organization,
            Optional<UserId> user,
            Optional<ProjectId> project,
            Optional<UUID> after,
            int limit) {
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                """
                                                select * from keys
                                                where organization_id = :organization
                                                  and (:user::uuid is null or user_id = :user::uuid)
                                                  and (:project::uuid is null
                                                       or project_id = :project::uuid)
                                                  and (:after::uuid is null or id < :after::uuid)
                                                order by id desc limit :limit\
                                                """)
                                        .bind("organization", organization.value())
                                        .bind("user", Columns.orNull(user.map(UserId::value)))
                                        .bind(
                                                "project",
                                                Columns.orNull(project.map(ProjectId::value))),
                                after,
                                limit,
                                ROW,
                                key -> key.id().value()));
    }

    /// Gives it another text; the one before opens until `until`. Empty when it is gone or revoked.
    public Optional<Key> rotate(OrganizationId organization, KeyId id, String hash, Instant until) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        """
                                        update keys set previous_hash = hash, hash = :hash,
                                            previous_until = :until
                                        where id = :id and revoked_at is null returning *\
                                        """)
                                .bind("hash", hash)
                                .bind("until", Columns.at(until))
                                .bind("id", id.value())
                                .map(ROW)
                                .findOne());
    }

    /// False when it is gone or revoked already.
    public boolean revoke(OrganizationId organization, KeyId id) {
        return database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                        "update keys set revoked_at = ?, previous_until = null"
                                                + " where id = ? and revoked_at is null",
                                        now(),
                                        id.value())
                                == 1);
    }

    /// Notes when and from where keys were used last.
    public void used(Map<KeyId, Use> uses) {
        database.inInstallation(handle -> {
            var batch =
                    handle.prepareBatch(
                            "update keys set last_used_at = ?, last_used_from = ? where id = ?");
            uses.forEach((id, use) ->
                    batch.bind(0, Columns.at(use.at()))
                            .bind(1, use.from())
                            .bind(2, id.value())
                            .add());
            return batch.execute();
        });
    }

    /// One use of a key.
    public record Use(Instant at, String from) {}

    public boolean any() {
        return database.inInstallation(handle ->
                handle.createQuery("select exists (select from keys)").mapTo(Boolean.class).one());
    }

    private OffsetDateTime now() {
        return Columns.at(clock.instant());
    }

    private static Key read(ResultSet row) throws SQLException {
        return new Key(
                new KeyId(Columns.id(row, "id")),
                new OrganizationId(Columns.id(row, "organization_id")),
                row.getString("name"),
                Key.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Columns.optionalId(row, "user_id").map(UserId::new),
                Columns.optionalId(row, "project_id").map(ProjectId::new),
                texts(row, "scopes").map(KeyStore::permissions),
                texts(row, "addresses").orElse(List.of()),
                row.getString("created_by"),
                Columns.time(row, "created_at"),
                Columns.optionalTime(row, "expires_at"),
                Columns.optionalTime(row, "last_used_at"),
                Optional.ofNullable(row.getString("last_used_from")),
                Columns.optionalTime(row, "previous_until"),
                Columns.optionalTime(row, "revoked_at"));
    }

    private static Optional<List<String>> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null
                ? Optional.empty()
                : Optional.of(Arrays.asList((String[]) array.getArray()));
    }

    private static Set<Permission> permissions(List<String> words) {
        return words.stream()
                .map(Permission::parse)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}

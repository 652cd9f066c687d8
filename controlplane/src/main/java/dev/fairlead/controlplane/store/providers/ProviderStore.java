package dev.fairlead.controlplane.store.providers;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.providers.Provider.Admission;
import dev.fairlead.controlplane.store.providers.Provider.Claims;
import dev.fairlead.controlplane.store.providers.Provider.Connection;
import dev.fairlead.controlplane.store.providers.Provider.Connection.GitHub;
import dev.fairlead.controlplane.store.providers.Provider.Connection.Oidc;
import dev.fairlead.controlplane.store.providers.Provider.Connection.Saml;
import dev.fairlead.controlplane.store.providers.Provider.Mapping;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.mapping.GroupMapping;
import dev.fairlead.identity.mapping.GroupMapping.Grant;
import dev.fairlead.identity.mapping.GroupMapping.Grant.Group;
import dev.fairlead.identity.mapping.GroupMapping.Grant.OrganizationRole;
import dev.fairlead.identity.mapping.GroupMapping.Rule;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.people.DisplayName;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Update;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The configured providers, and the secrets they know us by.
public final class ProviderStore {
    private static final String COLUMNS =
            """
            name, kind, display_name, enabled, organization_id, allow_sign_up, email_domains,
            allowed_groups, trusts_second_factor, address, client_id, scopes, metadata, entity_id,
            certificates, email_claim, name_claim, groups_claim, default_role,
            remove_without_groups, created_at, revision\
            """;
    private static final String VALUES =
            """
            :name, :kind, :display, :enabled, :organization::uuid, :signUp, :domains, :allowed, :trusts,
            :address, :client, :scopes, :metadata, :entity, :certificates, :email, :person,
            :groups, :role, :remove, :created, :revision\
            """;

    private final Database database;

    public ProviderStore(Database database) {
        this.database = database;
    }

    /// Refuses a name that is taken.
    public void create(Provider provider, Optional<byte[]> sealed) {
        try {
            database.inInstallation(handle -> {
                bound(
                                handle.createUpdate(
                                        "insert into providers ("
                                                + COLUMNS
                                                + ", secret_sealed) values ("
                                                + VALUES
                                                + ", :sealed::bytea)"),
                                provider)
                        .bind("sealed", Columns.orNull(sealed))
                        .execute();
                return rules(handle, provider);
            });
        } catch (JdbiException e) {
            if (Database.duplicate(e)) {
                throw new Rejected(
                        ErrorCode.NAME_TAKEN, "there is a provider '" + provider.name() + "'");
            }
            throw e;
        }
    }

    /// Without `sealed` it keeps the secret it has. False where it was changed in the meantime.
    public boolean update(Provider provider, Optional<byte[]> sealed) {
        return database.inInstallation(handle -> {
            int changed =
                    bound(
                                    handle.createUpdate(
                                            "update providers set ("
                                                    + COLUMNS
                                                    + ", secret_sealed) = ("
                                                    + VALUES
                                                    + " + 1, coalesce(:sealed::bytea,"
                                                    + " secret_sealed)) where name = :name and"
                                                    + " revision = :revision"),
                                    provider)
                            .bind("sealed", Columns.orNull(sealed))
                            .execute();
            if (changed == 1) {
                rules(handle, provider);
                elsewhere(handle, provider);
            }
            return changed == 1;
        });
    }

    /// What it gave in an organization that it belongs to no more, it takes back.
    private static void elsewhere(Handle handle, Provider provider) {
        for (String given : List.of("mapped_roles", "group_members")) {
            handle.execute(
                    "delete from "
                            + given
                            + " where provider = ? and organization_id is distinct from ?::uuid",
                    provider.name().text(),
                    Columns.orNull(provider.organization().map(OrganizationId::value)));
        }
    }

    private static Update bound(Update update, Provider provider) {
        Columned row = Columned.of(provider.connection());
        return update.bind("name", provider.name().text())
                .bind("kind", provider.connection().kind())
                .bind("display", provider.displayName().text())
                .bind("enabled", provider.enabled())
                .bind(
                        "organization",
                        Columns.orNull(provider.organization().map(OrganizationId::value)))
                .bind("signUp", provider.admission().signUp())
                .bind("domains", texts(provider.admission().emailDomains()))
                .bind("allowed", texts(provider.admission().allowedGroups()))
                .bind("trusts", provider.admission().trustsSecondFactor())
                .bind("address", Columns.orNull(row.address().map(URI::toString)))
                .bind("client", Columns.orNull(row.clientId()))
                .bind("scopes", texts(row.scopes()))
                .bind("metadata", Columns.orNull(row.metadata()))
                .bind("entity", Columns.orNull(row.entityId()))
                .bind("certificates", texts(row.certificates()))
                .bind("email", provider.claims().email())
                .bind("person", provider.claims().name())
                .bind("groups", provider.claims().groups())
                .bind("role", Columns.orNull(provider.mapping().defaultRole().map(RoleName::text)))
                .bind("remove", provider.mapping().removeWithoutGroups())
                .bind("created", Columns.at(provider.createdAt()))
                .bind("revision", provider.revision());
    }

    private static String[] texts(List<String> list) {
        return list.toArray(String[]::new);
    }

    /// What differs by kind, as columns.
    private record Columned(
            Optional<URI> address,
            Optional<String> clientId,
            List<String> scopes,
            Optional<String> metadata,
            Optional<String> entityId,
            List<String> certificates) {
        static Columned of(Connection connection) {
            return switch (connection) {
                case Oidc(URI issuer, String client, List<String> scopes) ->
                        new Columned(
                                Optional.of(issuer),
                                Optional.of(client),
                                scopes,
                                Optional.empty(),
                                Optional.empty(),
                                List.of());
                case GitHub(Optional<URI> address, String client) ->
                        new Columned(
                                address,
                                Optional.of(client),
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of());
                case Saml saml ->
                        new Columned(
                                saml.address(),
                                Optional.empty(),
                                List.of(),
                                saml.metadata(),
                                saml.entityId(),
                                saml.certificates());
            };
        }
    }

    private static int rules(Handle handle, Provider provider) {
        String name = provider.name().text();
        List<Rule> before = rules(handle, name);
        List<Rule> after = provider.mapping().groups().rules();
        if (before.equals(after)) {
            return 0;
        }
        handle.execute("delete from provider_rules where provider = ?", name);
        for (int i = 0; i < after.size(); i++) {
            Rule rule = after.get(i);
            Optional<String> role =
                    rule.grant() instanceof OrganizationRole(RoleName r)
                            ? Optional.of(r.text())
                            : Optional.empty();
            Optional<UUID> group =
                    rule.grant() instanceof Group(GroupId g)
                            ? Optional.of(g.value())
                            : Optional.empty();
            handle.execute(
                    "insert into provider_rules (provider, position, theirs, role, group_id)"
                            + " values (?, ?, ?, ?, ?::uuid)",
                    name,
                    i,
                    rule.theirs(),
                    Columns.orNull(role),
                    Columns.orNull(group));
        }
        return after.size();
    }

    private static List<Rule> rules(Handle handle, String provider) {
        return handle.createQuery(
                        "select * from provider_rules where provider = ? order by position")
                .bind(0, provider)
                .map((row, _) -> new Rule(row.getString("theirs"), grant(row)))
                .list();
    }

    private static Grant grant(ResultSet row) throws SQLException {
        Optional<UUID> group = Columns.optionalId(row, "group_id");
        return group.isPresent()
                ? new Group(new GroupId(group.get()))
                : new OrganizationRole(new RoleName(row.getString("role")));
    }

    public Optional<Provider> find(ProviderId name) {
        return database.inInstallation(handle ->
                handle.createQuery("select " + COLUMNS + " from providers where name = ?")
                        .bind(0, name.text())
                        .map((row, _) -> provider(row, rules(handle, name.text())))
                        .findOne());
    }

    /// All of them by name: there are few.
    public List<Provider> list() {
        return database.inInstallation(handle ->
                handle.createQuery("select " + COLUMNS + " from providers order by name")
                        .map((row, _) -> provider(row, rules(handle, row.getString("name"))))
                        .list());
    }

    private static Provider provider(ResultSet row, List<Rule> rules) throws SQLException {
        return new Provider(
                new ProviderId(row.getString("name")),
                new DisplayName(row.getString("display_name")),
                row.getBoolean("enabled"),
                Columns.optionalId(row, "organization_id").map(OrganizationId::new),
                connection(row),
                new Claims(
                        row.getString("email_claim"),
                        row.getString("name_claim"),
                        row.getString("groups_claim")),
                new Admission(
                        row.getBoolean("allow_sign_up"),
                        list(row, "email_domains"),
                        list(row, "allowed_groups"),
                        row.getBoolean("trusts_second_factor")),
                new Mapping(
                        new GroupMapping(rules),
                        text(row, "default_role").map(RoleName::new),
                        row.getBoolean("remove_without_groups")),
                Columns.time(row, "created_at"),
                row.getLong("revision"));
    }

    private static Connection connection(ResultSet row) throws SQLException {
        Optional<URI> address = text(row, "address").map(URI::create);
        String client = text(row, "client_id").orElse("");
        return switch (row.getString("kind")) {
            case "oidc" -> new Oidc(address.orElseThrow(), client, list(row, "scopes"));
            case "github" -> new GitHub(address, client);
            case "saml" ->
                    new Saml(
                            text(row, "metadata"),
                            text(row, "entity_id"),
                            address,
                            list(row, "certificates"));
            default -> throw new IllegalStateException("a provider of a later version");
        };
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static List<String> list(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    /// The sealed secret, where it has one.
    public Optional<byte[]> sealed(ProviderId name) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select secret_sealed from providers where name = ?"
                                        + " and secret_sealed is not null")
                        .bind(0, name.text())
                        .mapTo(byte[].class)
                        .findOne());
    }

    /// With the people it knows; ends the sessions that began by it.
    public boolean delete(ProviderId name) {
        return database.inInstallation(
                handle -> handle.execute("delete from providers where name = ?", name.text()) == 1);
    }
}

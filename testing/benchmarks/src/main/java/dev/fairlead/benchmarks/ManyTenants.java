package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.measuring.Fairlead;
import dev.fairlead.benchmarks.measuring.Processes;
import dev.fairlead.database.EmbeddedPostgres;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;

/// An installation with organizations of a hundred users each, written into its database: all have
/// the first administrator's password.
final class ManyTenants implements AutoCloseable {
    private static final String PASSWORD = "violet-otter-parcel-94";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final EmbeddedPostgres postgres;
    private final Fairlead fairlead;
    private final int organizations;
    private final Random random = new Random(7);
    private final String administrator;
    private final String owner;

    /// What is asked, and timed.
    enum Question {
        SIGN_IN,
        MEMBERS,
        ORGANIZATIONS,
        USER_BY_ADDRESS,
        PROJECTS,
        FUNCTIONS,
        KEYS,
        BUILDS,
        AUDIT
    }

    ManyTenants(Processes processes, Path home, String name, int organizations)
            throws IOException, InterruptedException {
        this.organizations = organizations;
        this.postgres = EmbeddedPostgres.start(processes.folder().resolve(name + "-postgres"));
        String url =
                "postgres://%s:%s@127.0.0.1:%d/postgres"
                        .formatted(postgres.user(), postgres.password(), postgres.port());
        this.fairlead = new Fairlead(processes, home, name, Map.of("FAIRLEAD_DATABASE_URL", url));
        fairlead.ask(
                "",
                "POST",
                "/setup",
                JSON.writeValueAsString(
                        Map.of(
                                "token",
                                fairlead.setupToken(),
                                "email",
                                "first@example.org",
                                "name",
                                "First",
                                "password",
                                PASSWORD)));
        fill();
        this.administrator = signIn("first@example.org");
        this.owner = signIn("u1-1@example.org");
    }

    /// Without triggers: nobody did this, and the log would be most of the work.
    private void fill() throws IOException {
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres";
        try (Connection connection =
                        DriverManager.getConnection(url, postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(
                    """
                    create temp table tenants as
                        select n, gen_random_uuid() as id from generate_series(1, %d) n;
                    insert into organizations (id, name, created_at)
                        select id, 'tenant ' || n, now() from tenants;
                    insert into projects (id, organization_id, name, created_at)
                        select gen_random_uuid(), id, 'shop-' || n, now() from tenants;
                    insert into services (id, organization_id, project_id, name, timeout_ms,
                            memory_bytes, concurrency, queue_length, queue_timeout_ms,
                            max_request_bytes, max_response_bytes, samples, revision, created_at,
                            updated_at)
                        select gen_random_uuid(), p.organization_id, p.id, 'f' || n, 1000, 1 << 20, 1,
                            1, 1000, 1000, 1000, false, 1, now(), now()
                        from projects p, generate_series(1, 3) n;
                    create temp table people as
                        select t.n, m, t.id as organization, gen_random_uuid() as id
                        from tenants t, generate_series(1, 100) m;
                    insert into users (id, email, name, password_hash, created_at)
                        select p.id, 'u' || n || '-' || m || '@example.org', 'User ' || m,
                            f.password_hash, now()
                        from people p, users f where f.email = 'first@example.org';
                    insert into memberships (organization_id, user_id, role, created_at)
                        select organization, id, case m when 1 then 'owner' else 'developer' end, now()
                        from people;
                    """
                            .formatted(organizations));
            statement.execute("vacuum analyze");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private String signIn(String email) throws IOException, InterruptedException {
        return fairlead.ask(
                        "",
                        "POST",
                        "/tokens",
                        JSON.writeValueAsString(Map.of("email", email, "password", PASSWORD)))
                .path("accessToken")
                .asString();
    }

    private String somebody() {
        return "u"
                + (1 + random.nextInt(organizations))
                + "-"
                + (1 + random.nextInt(100))
                + "@example.org";
    }

    /// How long one answer takes.
    double millis(Question question) throws IOException, InterruptedException {
        long start = System.nanoTime();
        switch (question) {
            case SIGN_IN -> signIn(somebody());
            case MEMBERS -> fairlead.ask(owner, "GET", "/members", "");
            case ORGANIZATIONS -> fairlead.ask(administrator, "GET", "/organizations", "");
            case USER_BY_ADDRESS ->
                    fairlead.ask(administrator, "GET", "/users?email=" + somebody(), "");
            case PROJECTS -> fairlead.ask(owner, "GET", "/projects", "");
            case FUNCTIONS -> fairlead.ask(owner, "GET", "/functions", "");
            case KEYS -> fairlead.ask(owner, "GET", "/keys", "");
            case BUILDS -> fairlead.ask(owner, "GET", "/builds", "");
            case AUDIT -> fairlead.ask(owner, "GET", "/audit-events", "");
        }
        return (System.nanoTime() - start) / 1e6;
    }

    @Override
    public void close() {
        fairlead.stop();
        postgres.close();
    }
}

package dev.fairlead.controlplane.store;

import com.zaxxer.hikari.HikariDataSource;

import dev.fairlead.model.ids.OrganizationId;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;

/// PostgreSQL as the stores see it: a small pool of a login that owns nothing, and transactions
/// that say whom they act for. Migrations and partitions use the owner's login.
public final class Database implements AutoCloseable {
    private static final String RUNTIME_ROLE = "fairlead_runtime";

    /// The installation itself, in `fairlead.organization`.
    private static final String EVERYONE = "*";

    private static final String BEGIN =
            "select set_config('fairlead.organization', ?, true)"
                    + " || set_config('fairlead.projects', ?, true)"
                    + " || set_config('fairlead.person', ?, true)"
                    + " || set_config('fairlead.actor', ?, true)";

    private static final int POOL = 8;
    private static final int CONNECT_SECONDS = 2;
    private static final int ANSWER_SECONDS = 5;

    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    /// Connects nowhere yet.
    public Database(DatabaseSettings settings) {
        this.settings = settings;
        // Made without a configuration it opens its first connection when it is first asked for
        // one:
        // the login exists only after the migration.
        this.pool = new HikariDataSource();
        pool.setPoolName("fairlead");
        pool.setJdbcUrl(settings.jdbcUrl());
        pool.setDataSourceProperties(limits());
        pool.setUsername(RUNTIME_ROLE);
        pool.setPassword(runtimePassword(settings));
        pool.setMaximumPoolSize(POOL);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(CONNECT_SECONDS * 1000L);
        pool.setValidationTimeout(1000);
        pool.setIdleTimeout(10_000);
        pool.setInitializationFailTimeout(-1);
        this.jdbi =
                Jdbi.create(pool)
                        .registerArrayType(String.class, "text")
                        .registerArrayType(UUID.class, "uuid");
    }

    /// Neither a stopped nor a frozen database holds a caller for longer than these.
    private static Properties limits() {
        var properties = new Properties();
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(ANSWER_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "fairlead");
        return properties;
    }

    /// The same for every node that knows the owner's login, and stored nowhere.
    private static String runtimePassword(DatabaseSettings settings) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = ("fairlead:" + settings.password()).getBytes(StandardCharsets.UTF_8);
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(mac.doFinal(RUNTIME_ROLE.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /// Brings the schema to this version; safe to run on several nodes at once.
    public void migrate() {
        try (Connection owner = owner();
                var statement = owner.createStatement()) {
            statement.execute(
                    """
                    do $$ begin
                        perform pg_advisory_xact_lock(7206871);
                        if not exists (select from pg_roles where rolname = '%1$s') then
                            create role %1$s login password '%2$s'
                                nosuperuser nocreatedb nocreaterole noinherit;
                        else
                            alter role %1$s password '%2$s';
                        end if;
                    end $$\
                    """
                            .formatted(RUNTIME_ROLE, runtimePassword(settings)));
        } catch (SQLException e) {
            throw new DatabaseUnavailable("cannot prepare the runtime role in " + settings, e);
        }
        try {
            Flyway.configure()
                    .dataSource(migrating())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            if (gone(e)) {
                throw new DatabaseUnavailable("cannot migrate " + settings, e);
            }
            throw e;
        }
    }

    private DataSource migrating() {
        var source = new PGSimpleDataSource();
        source.setUrl(settings.jdbcUrl());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setOptions(Acting.options());
        return source;
    }

    /// A connection of the owner's login, for migrations and partitions: it acts for the
    /// installation, and no further than row-level security lets it. The caller closes it.
    public Connection owner() throws SQLException {
        Properties properties = limits();
        properties.setProperty("options", Acting.options());
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        return DriverManager.getConnection(settings.jdbcUrl(), properties);
    }

    /// A connection of the runtime login outside the pool, for work that keeps it. The caller
    /// closes it.
    public Connection dedicated() throws SQLException {
        Properties properties = limits();
        properties.setProperty("user", RUNTIME_ROLE);
        properties.setProperty("password", runtimePassword(settings));
        return DriverManager.getConnection(settings.jdbcUrl(), properties);
    }

    /// One transaction that sees `organization` alone, and of it what the caller may reach whose
    /// request this is.
    public <T> T inTenant(OrganizationId organization, Function<Handle, T> work) {
        return inTransaction(organization.value().toString(), Acting.now(), work);
    }

    /// One transaction that sees of `organization` what `acting` reaches.
    public <T> T inTenant(OrganizationId organization, Acting acting, Function<Handle, T> work) {
        return inTransaction(organization.value().toString(), acting, work);
    }

    /// One transaction of the installation itself: jobs, publishing, start-up.
    public <T> T inInstallation(Function<Handle, T> work) {
        return inTransaction(EVERYONE, Acting.now().everywhere(), work);
    }

    private <T> T inTransaction(String organization, Acting acting, Function<Handle, T> work) {
        try {
            return jdbi.inTransaction(handle -> {
                handle.createQuery(BEGIN)
                        .bind(0, organization)
                        .bind(1, acting.projects())
                        .bind(2, acting.person())
                        .bind(3, acting.actor())
                        .mapTo(String.class)
                        .one();
                return work.apply(handle);
            });
        } catch (ConnectionException e) {
            throw new DatabaseUnavailable("cannot connect to " + settings, e);
        } catch (JdbiException e) {
            if (gone(e)) {
                throw new DatabaseUnavailable("lost the connection to " + settings, e);
            }
            throw e;
        }
    }

    /// Connection exceptions, shutdowns, time-outs and a server without a free place (PostgreSQL
    /// error codes, classes 08, 53 and 57).
    public static boolean gone(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql) {
                String state = sql.getSQLState();
                if (state == null
                        || state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57P")) {
                    return true;
                }
            }
        }
        return false;
    }

    /// True when `failure` is a unique constraint's refusal.
    public static boolean duplicate(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && "23505".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /// Whether it answers right now.
    public boolean answers() {
        try {
            return inInstallation(h -> h.createQuery("select 1").mapTo(Integer.class).one()) == 1;
        } catch (DatabaseUnavailable e) {
            return false;
        }
    }

    public DataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}

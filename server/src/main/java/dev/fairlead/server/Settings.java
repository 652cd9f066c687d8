package dev.fairlead.server;

import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.controlplane.control.builds.BuildLimits;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseSettings;
import dev.fairlead.controlplane.store.days.DayPartitions.Retention;
import dev.fairlead.sandbox.choice.SandboxChoice;
import dev.fairlead.server.apps.AppSettings;
import dev.fairlead.server.apps.WholeNumber;
import dev.fairlead.server.audit.AuditSettings;
import dev.fairlead.server.builds.BuildSettings;
import dev.fairlead.server.caching.CachingSettings;
import dev.fairlead.server.domains.DomainSettings;
import dev.fairlead.server.edge.EdgeSettings;
import dev.fairlead.server.identity.IdentitySettings;
import dev.fairlead.server.upkeep.Days;
import dev.fairlead.server.variables.MasterKeySettings;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that can be set, parsed once: flags win over the environment, unknown ones stop the
/// start. `home` is where the examples and the builders' tools are, `accessFile` where the CLI of
/// this user looks for a key, `executions` how long what ran is kept, `builds` what builds may take
/// and reach, `sandbox` what keeps them and other strangers apart, `edge` whom the gateway believes
/// and what it lets through, `identity` where people reach it and how they are written to, `audit`
/// how long the audit log is kept, `domains` how they are proven and served, `masterKeys` what
/// secrets are sealed under, `caching` how much of answers is kept, `apps` how containers run. See
/// `docs/reference/settings.md`.
public record Settings(
        String host,
        int port,
        Path dataDirectory,
        Optional<DatabaseSettings> database,
        boolean demo,
        Path home,
        Optional<Path> accessFile,
        Retention executions,
        BuildSettings builds,
        SandboxChoice sandbox,
        EdgeSettings edge,
        IdentitySettings identity,
        AuditSettings audit,
        DomainSettings domains,
        MasterKeySettings masterKeys,
        CachingSettings caching,
        AppSettings apps) {
    static final String USAGE =
            "usage: fairlead up [--demo] [--data-dir DIR] [--port PORT] [--host HOST]";
    private static final int DEFAULT_PORT = 8080;
    private static final int MOST_BUILDS = 64;
    private static final int MOST_DAYS = 3650;
    private static final long MOST_ROWS = 1_000_000_000_000L;

    /// Throws `IllegalArgumentException` with what to write instead.
    public static Settings parse(List<String> flags, Map<String, String> environment, Path home) {
        String host = environment.getOrDefault("FAIRLEAD_HOST", "127.0.0.1");
        String port = environment.getOrDefault("FAIRLEAD_PORT", Integer.toString(DEFAULT_PORT));
        String data =
                environment.getOrDefault("FAIRLEAD_DATA_DIR", defaultData(environment).toString());
        boolean demo = false;
        var rest = new ArrayDeque<>(flags);
        while (!rest.isEmpty()) {
            String flag = rest.remove();
            switch (flag) {
                case "--demo" -> demo = true;
                case "--port" -> port = value(flag, rest);
                case "--host" -> host = value(flag, rest);
                case "--data-dir" -> data = value(flag, rest);
                default ->
                        throw new IllegalArgumentException("unknown flag " + flag + "\n" + USAGE);
            }
        }
        Optional<DatabaseSettings> database =
                Optional.ofNullable(environment.get("FAIRLEAD_DATABASE_URL"))
                        .filter(url -> !url.isBlank())
                        .map(DatabaseSettings::parse);
        return new Settings(
                host,
                port(port),
                Path.of(data).toAbsolutePath().normalize(),
                database,
                demo,
                home,
                accessFile(environment),
                executions(environment),
                builds(environment),
                SandboxChoice.parse(environment),
                EdgeSettings.parse(environment),
                IdentitySettings.parse(environment),
                AuditSettings.parse(environment),
                DomainSettings.parse(environment),
                MasterKeySettings.parse(environment),
                CachingSettings.parse(environment),
                AppSettings.parse(environment));
    }

    /// How sources are built, with what is fetched kept below `toolchains`.
    BuilderSettings builders(Path toolchains) {
        return builds.tools(home, toolchains);
    }

    /// How long rows are kept that grow by the day.
    Days days(Database database, Clock clock) {
        return new Days(database, clock, executions, apps.lines());
    }

    private static String value(String flag, ArrayDeque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(flag + " needs a value\n" + USAGE);
        }
        return rest.remove();
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw new IllegalArgumentException("not a port: " + text);
    }

    private static Retention executions(Map<String, String> environment) {
        var standard = Retention.DEFAULT;
        long days =
                WholeNumber.of(
                        environment, "FAIRLEAD_EXECUTION_DAYS", standard.days(), 0, MOST_DAYS);
        long rows =
                WholeNumber.of(
                        environment, "FAIRLEAD_EXECUTION_ROWS", standard.rows(), 1, MOST_ROWS);
        return new Retention((int) days, rows);
    }

    private static BuildSettings builds(Map<String, String> environment) {
        var standard = BuildLimits.of(Math.max(1, Runtime.getRuntime().availableProcessors()));
        int all =
                (int)
                        WholeNumber.of(
                                environment, "FAIRLEAD_BUILDS", standard.atOnce(), 1, MOST_BUILDS);
        var limits =
                new BuildLimits(
                        all,
                        (int)
                                WholeNumber.of(
                                        environment,
                                        "FAIRLEAD_BUILDS_PER_PROJECT",
                                        all,
                                        1,
                                        MOST_BUILDS),
                        standard.waiting());
        return BuildSettings.parse(limits, environment);
    }

    private static Optional<Path> accessFile(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        if (!config.isBlank()) {
            return Optional.of(Path.of(config, "fairlead", "access"));
        }
        return Optional.ofNullable(environment.get("HOME"))
                .map(user -> Path.of(user, ".config", "fairlead", "access"));
    }

    /// Root's home is closed to the user that PostgreSQL runs as, hence `/var/lib`.
    private static Path defaultData(Map<String, String> environment) {
        String user = environment.getOrDefault("HOME", "/root");
        return user.equals("/root")
                ? Path.of("/var/lib/fairlead")
                : Path.of(user, ".local/share/fairlead");
    }
}

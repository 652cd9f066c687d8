package dev.fairlead.cli.variables;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.Map;

/// How commands say which scope of variables is meant.
final class ScopeOptions {
    @Option(
            names = {"-p", "--project"},
            description = "the variables of this project; the organization's without it")
    private @Nullable String project;

    @Option(
            names = {"-e", "--environment"},
            description = "those of this environment of the project")
    private @Nullable String environment;

    @Option(
            names = {"-f", "--function"},
            description = "those of this function, project/name; with -e in that environment")
    private @Nullable String function;

    @Option(names = "--installation", description = "the installation's; for administrators")
    private boolean installation;

    private Map<String, @Nullable String> values() {
        var query = new LinkedHashMap<String, @Nullable String>();
        String in = project;
        String called = function;
        if (called != null && called.contains("/")) {
            int slash = called.indexOf('/');
            in = called.substring(0, slash);
            called = called.substring(slash + 1);
        }
        if (in == null && (called != null || environment != null)) {
            throw new CommandFailed(ExitCode.USAGE, "name the project: -p, or -f project/name");
        }
        query.put("project", in);
        query.put("environment", environment);
        query.put("function", called);
        query.put("installation", installation ? "true" : null);
        return query;
    }

    String query() {
        return ApiClient.query(values());
    }

    String query(String name, @Nullable String value) {
        Map<String, @Nullable String> all = values();
        all.put(name, value);
        return ApiClient.query(all);
    }

    /// Of what a service sees.
    String onlooker(@Nullable String seen) {
        Map<String, @Nullable String> all = values();
        all.remove("installation");
        all.put("seen", seen);
        return ApiClient.query(all);
    }
}

package dev.fairlead.cli.roles;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Names;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `grants`: who has which role where, besides what they are in the organization.
@Command(
        name = "grants",
        description = "List which users and groups have which roles in which projects.",
        footer = {"", "Example: fairlead grants add developer --group backend --project shop"})
public final class GrantsCommand implements Callable<Integer> {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("GRANT", "ROLE", "WHO", "PROJECT"),
                    one ->
                            List.of(
                                    one.path("id").asString(),
                                    one.path("role").asString(),
                                    one.path("user").asString(one.path("group").asString("")),
                                    one.path("project").asString("every project")));

    @Mixin private Terminal terminal = new Terminal();

    @Option(
            names = {"-p", "--project"},
            description = "only this project's")
    private @Nullable String project;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put("project", project == null ? null : new Names(api).project(project));
        return terminal.list(
                api, "/role-grants" + ApiClient.query(query), "nothing is granted", COLUMNS);
    }

    @Command(
            name = "add",
            description = "Give a user or a group a role, in one project or in every one.",
            footer = {"", "Example: fairlead grants add viewer --user ada@example.org"})
    Integer add(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "ROLE") String role,
            @Option(names = "--user", description = "an address or id") @Nullable String user,
            @Option(names = "--group", description = "a name or id") @Nullable String group,
            @Option(
                            names = {"-p", "--project"},
                            description = "only there")
                    @Nullable String project) {
        if ((user == null) == (group == null)) {
            throw new CommandFailed(ExitCode.USAGE, "name --user or --group");
        }
        ApiClient api = terminal.api();
        var names = new Names(api);
        Map<String, String> body =
                user == null
                        ? Map.of("role", role, "group", names.group(String.valueOf(group)))
                        : Map.of("role", role, "user", names.user(user));
        String path =
                project == null
                        ? "/role-grants"
                        : "/projects/" + names.project(project) + "/role-grants";
        return terminal.change(
                api, api.post(path, body), one -> "granted (" + one.path("id").asString() + ")");
    }

    @Command(
            name = "remove",
            description = "Take a grant back.",
            footer = {"", "Example: fairlead grants remove GRANT"})
    Integer remove(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "GRANT") String id) {
        ApiClient api = terminal.api();
        return terminal.change(
                api, ApiClient.Call.delete("/role-grants/" + id), _ -> "removed " + id);
    }
}

package dev.fairlead.cli.roles;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `roles`: named sets of permissions.
@Command(
        name = "roles",
        description = "List the roles and what they hold, or make some of your own.",
        footer = {"", "Example: fairlead roles set releaser functions:read functions:release"})
public final class RolesCommand implements Callable<Integer> {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("ROLE", "KIND", "PERMISSIONS"),
                    one ->
                            List.of(
                                    one.path("name").asString(),
                                    one.path("builtIn").asBoolean() ? "built in" : "own",
                                    one.path("permissions")
                                            .valueStream()
                                            .map(JsonNode::asString)
                                            .collect(Collectors.joining(" "))));

    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        return terminal.list(terminal.api(), "/roles", "there are no roles", COLUMNS);
    }

    @Command(
            name = "set",
            description = "Make a role, or change what it holds.",
            footer = {"", "Example: fairlead roles set auditor audit:read"})
    Integer set(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "PERMISSION", arity = "1..*") List<String> permissions) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.put("/roles/" + name, Map.of("permissions", permissions)),
                _ -> name + " holds " + String.join(" ", permissions));
    }

    @Command(
            name = "delete",
            description = "Delete a role that nobody has.",
            footer = {"", "Example: fairlead roles delete auditor"})
    Integer delete(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "NAME") String name) {
        ApiClient api = terminal.api();
        return terminal.change(
                api, ApiClient.Call.delete("/roles/" + name), _ -> "deleted " + name);
    }
}

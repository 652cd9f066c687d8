package dev.fairlead.cli.roles;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Names;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `audience`: who may reach one function.
@Command(
        name = "audience",
        description = "Show or say who may reach a function.",
        footer = {
            "",
            "Example: fairlead audience demo/hello --listed --group backend",
            "Example: fairlead audience demo/hello --everyone"
        })
public final class AudienceCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Option(names = "--listed", description = "only the users and groups named here")
    private boolean listed;

    @Option(names = "--user", description = "an address or id; may be repeated")
    private List<String> users = new ArrayList<>();

    @Option(names = "--group", description = "a name or id; may be repeated")
    private List<String> groups = new ArrayList<>();

    @Option(names = "--everyone", description = "everybody whose role allows it")
    private boolean everyone;

    @Override
    public Integer call() {
        boolean named = !users.isEmpty() || !groups.isEmpty();
        if ((listed && everyone) || (named && !listed)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "use --everyone, or --listed with --user and --group for each who may");
        }
        ApiClient api = terminal.api();
        String path = "/functions/" + function.find(api).id() + "/audience";
        var names = new Names(api);
        var wanted =
                Map.of(
                        "listed", listed,
                        "users", users.stream().map(names::user).toList(),
                        "groups", groups.stream().map(names::group).toList());
        var call = listed || everyone ? api.put(path, wanted) : ApiClient.Call.get(path);
        return terminal.change(api, call, AudienceCommand::told);
    }

    private static String told(JsonNode audience) {
        if (!audience.path("listed").asBoolean()) {
            return "everybody whose role allows it";
        }
        var lines = new ArrayList<String>();
        lines.add("only:");
        audience.path("users").forEach(one -> lines.add("  user " + one.asString()));
        audience.path("groups").forEach(one -> lines.add("  group " + one.asString()));
        return String.join("\n", lines);
    }
}

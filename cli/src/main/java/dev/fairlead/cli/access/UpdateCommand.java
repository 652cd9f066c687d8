package dev.fairlead.cli.access;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.functions.ProjectFile;
import dev.fairlead.cli.functions.SettingsOptions;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.concurrent.Callable;

/// `update`: changes a function without deploying it.
@Command(
        name = "update",
        description = "Change who may call a service, how often, and whether answers are kept.",
        footer = {"", "Example: fairlead update demo/hello --rate-limit 100/1m --access private"})
public final class UpdateCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() {
        Map<String, Object> changes = settings.changes(ProjectFile.NOTHING);
        if (changes.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "say what: --access, --rate-limit, --signed-headers or --cache");
        }
        ApiClient api = terminal.api();
        FunctionResponse found = function.find(api);
        var call = api.put("/functions/" + found.id(), changes);
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (!terminal.printed(api, answer)) {
            terminal.out().println(found.project() + "/" + found.name() + " is changed");
        }
        return ExitCode.OK.number();
    }
}

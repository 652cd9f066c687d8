package dev.fairlead.cli.builds;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import java.util.concurrent.Callable;

/// `builds cancel`: ends a build; what is live stays so.
@Command(
        name = "cancel",
        description = "Cancel a build that waits or runs; what is live stays live.",
        footer = {"", "Example: fairlead builds cancel bld_01J9…"})
final class CancelBuildCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private BuildOptions options = new BuildOptions();

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.of("POST", options.path() + ":cancel", null, new byte[0]);
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (!terminal.printed(api, answer)) {
            terminal.out().println("cancelled " + answer.path("id").asString());
        }
        return ExitCode.OK.number();
    }
}

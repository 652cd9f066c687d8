package dev.fairlead.cli.builds;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import java.util.concurrent.Callable;

/// `builds redrive`: builds again what the platform gave up.
@Command(
        name = "redrive",
        description = "Build a dead build's source again, as a new deployment.",
        footer = {"", "Example: fairlead builds redrive bld_01J9…"})
final class RedriveBuildCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private BuildOptions options = new BuildOptions();

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.of("POST", options.path() + ":redrive", null, new byte[0]);
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (!terminal.printed(api, answer)) {
            terminal.out()
                    .println(
                            "redriven as "
                                    + answer.path("id").asString()
                                    + "; `fairlead builds log "
                                    + answer.path("buildId").asString()
                                    + "` follows it");
        }
        return ExitCode.OK.number();
    }
}

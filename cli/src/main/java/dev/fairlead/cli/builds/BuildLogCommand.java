package dev.fairlead.cli.builds;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.BuildResponse;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/// `builds log`: what a build said, and goes on saying.
@Command(
        name = "log",
        description = "Show a build's log; while it runs, as it happens.",
        footer = {"", "Example: fairlead builds log bld_01J9…"})
final class BuildLogCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private BuildOptions options = new BuildOptions();

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        BuildResponse build = api.send(ApiClient.Call.get(options.path()), BuildResponse.class);
        var call = ApiClient.Call.get("/deployments/" + build.deploymentId() + "/log");
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        api.follow(
                call.path(),
                (event, data) -> {
                    if (terminal.json()) {
                        terminal.out().println(data);
                    } else if (!event.equals("end")) {
                        terminal.out().println(data.path("text").asString(""));
                    }
                });
        return ExitCode.OK.number();
    }
}

package dev.fairlead.cli.builds;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Table;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.BuildResponse;
import dev.fairlead.model.wire.FailureJson;
import dev.fairlead.model.wire.PhaseJson;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

/// `builds show`: one build, with what each phase took.
@Command(
        name = "show",
        description = "Show a build and how long each phase took.",
        footer = {"", "Example: fairlead builds show bld_01J9…"})
final class ShowBuildCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private BuildOptions options = new BuildOptions();

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.get(options.path());
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (terminal.printed(api, answer)) {
            return ExitCode.OK.number();
        }
        BuildResponse build = api.as(answer, BuildResponse.class);
        terminal.out().println(build.id() + " of " + build.project() + "/" + build.function());
        terminal.out().println(build.state() + ", begun " + build.attempts() + " time(s)");
        FailureJson failure = build.failure();
        if (failure != null) {
            terminal.out().println(failure.detail() + " (" + failure.code() + ")");
        }
        var table = new Table("PHASE", "BEGAN", "MS");
        for (PhaseJson phase : build.phases()) {
            Instant end = phase.endedAt();
            table.row(
                    phase.name(),
                    phase.startedAt(),
                    end == null ? "" : Duration.between(phase.startedAt(), end).toMillis());
        }
        table.print(terminal.out());
        return ExitCode.OK.number();
    }
}

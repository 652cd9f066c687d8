package dev.fairlead.cli.functions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.DeploymentResponse;
import dev.fairlead.model.wire.DiagnosticJson;
import dev.fairlead.model.wire.FailureJson;
import dev.fairlead.model.wire.FunctionResponse;

import tools.jackson.databind.JsonNode;

/// A deployment's log on the terminal, until the deployment ended or waits for somebody.
public final class DeploymentLog {
    private final Terminal terminal;

    public DeploymentLog(Terminal terminal) {
        this.terminal = terminal;
    }

    /// The exit code. Throws `CommandFailed` where the deployment failed.
    public int follow(ApiClient api, FunctionResponse function, JsonNode accepted) {
        String id = accepted.path("id").asString();
        var last = new JsonNode[] {accepted};
        api.follow(
                "/deployments/" + id + "/log",
                (event, data) -> {
                    if (event.equals("end")) {
                        last[0] = data;
                    } else if (!terminal.json()) {
                        terminal.out().println("  " + data.path("text").asString(""));
                    }
                });
        DeploymentResponse deployment = api.as(last[0], DeploymentResponse.class);
        FailureJson failure = deployment.failure();
        if (failure != null) {
            throw new CommandFailed(ExitCode.FAILED, explain(failure));
        }
        if (terminal.printed(api, last[0])) {
            return ExitCode.OK.number();
        }
        terminal.out().println(told(function, deployment));
        return ExitCode.OK.number();
    }

    private static String told(FunctionResponse function, DeploymentResponse deployment) {
        Integer version = deployment.version();
        boolean production = deployment.environment().equals("production");
        String there =
                production
                        ? function.url()
                        : function.url()
                                .replaceFirst("/([^/]+)$", "/" + deployment.environment() + "--$1");
        return switch (deployment.state()) {
            case "waiting" -> "it waits; `fairlead approve " + deployment.id() + "` lets it go on";
            case "rolling-out" ->
                    function.name()
                            + " version "
                            + version
                            + " is being rolled out; `fairlead rollouts "
                            + function.project()
                            + "/"
                            + function.name()
                            + "` shows how it does\n"
                            + there;
            default ->
                    (version == null
                                    ? "superseded by a newer deployment"
                                    : function.name()
                                            + " version "
                                            + version
                                            + " is live"
                                            + (production ? "" : " in " + deployment.environment()))
                            + "\n"
                            + there;
        };
    }

    private static String explain(FailureJson failure) {
        var text = new StringBuilder(failure.detail());
        for (DiagnosticJson at : failure.diagnostics()) {
            text.append("\n  ").append(at.file());
            text.append(':').append(at.line()).append(':').append(at.column());
            text.append(": ").append(at.message());
        }
        return text.append("\n  (").append(failure.code()).append(')').toString();
    }
}

package dev.fairlead.cli.releases;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `approve`: a deployment that waits for it may go on.
@Command(
        name = "approve",
        description = "Agree to a deployment that waits; its author cannot.",
        footer = {"", "Example: fairlead approve dep_01K..."})
public final class ApproveCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Parameters(paramLabel = "DEPLOYMENT", description = "its id")
    private String deployment = "";

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.post("/deployments/" + deployment + ":approve"),
                answer ->
                        "approved by "
                                + answer.path("approvedBy").size()
                                + "; it is "
                                + answer.path("state").asString());
    }
}

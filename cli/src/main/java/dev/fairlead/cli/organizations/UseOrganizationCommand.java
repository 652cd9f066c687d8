package dev.fairlead.cli.organizations;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.KeptAccess;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.Optional;
import java.util.concurrent.Callable;

/// `organizations use`: which organization later commands mean.
@Command(
        name = "use",
        description = "Mean this organization in later commands.",
        footer = {"", "Example: fairlead organizations use acme"})
final class UseOrganizationCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Parameters(paramLabel = "ORGANIZATION", description = "its name or id")
    private String wanted = "";

    @Override
    public Integer call() {
        var file = terminal.accessFile();
        ApiClient api = terminal.api();
        KeptAccess kept =
                KeptAccess.read(file)
                        .orElseThrow(() ->
                                new CommandFailed(
                                        ExitCode.USAGE,
                                        "nothing is kept here; set FAIRLEAD_ORGANIZATION"));
        JsonNode page = api.send(ApiClient.Call.get("/account/organizations"));
        for (JsonNode one : page.path("items")) {
            String id = one.path("id").asString();
            String name = one.path("name").asString();
            if (id.equals(wanted) || name.equals(wanted)) {
                // Read again: asking may have renewed the token.
                KeptAccess.read(file).orElse(kept).in(Optional.of(id)).write(file);
                terminal.out().println("commands mean " + name + " (" + id + ") from now on");
                return ExitCode.OK.number();
            }
        }
        throw new CommandFailed(
                ExitCode.REFUSED,
                "you do not belong to '"
                        + wanted
                        + "'; `fairlead organizations` shows where you"
                        + " do");
    }
}

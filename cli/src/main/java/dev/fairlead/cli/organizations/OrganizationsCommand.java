package dev.fairlead.cli.organizations;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Table;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import java.util.concurrent.Callable;

/// `organizations`: those one belongs to.
@Command(
        name = "organizations",
        description =
                "List the organizations you belong to, or say which one you mean from now on.",
        footer = {
            "",
            "Example: fairlead organizations use acme",
            "FAIRLEAD_ORGANIZATION and --organization win over what `use` keeps."
        },
        subcommands = UseOrganizationCommand.class)
public final class OrganizationsCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.get("/account/organizations");
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode page = api.send(call);
        if (terminal.printed(api, page)) {
            return ExitCode.OK.number();
        }
        var table = new Table("ORGANIZATION", "NAME", "YOUR ROLE");
        for (JsonNode one : page.path("items")) {
            table.row(
                    one.path("id").asString(),
                    one.path("name").asString(),
                    one.path("role").asString());
        }
        table.print(terminal.out());
        return ExitCode.OK.number();
    }
}

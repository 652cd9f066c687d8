package dev.fairlead.cli.organizations;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Names;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.concurrent.Callable;

/// `organization`: the one that commands mean.
@Command(
        name = "organization",
        description = "Show the organization that commands mean, or create, rename or delete one.",
        footer = {"", "Example: fairlead organization create acme"})
public final class OrganizationCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        return terminal.change(api, ApiClient.Call.get("/organization"), OrganizationCommand::told);
    }

    private static String told(JsonNode one) {
        return one.path("name").asString() + " (" + one.path("id").asString() + ")";
    }

    @Command(
            name = "create",
            description = "Create an organization, which you own.",
            footer = {"", "Example: fairlead organization create acme"})
    Integer create(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "NAME") String name) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.post("/organizations", Map.of("name", name)),
                one -> "created " + told(one));
    }

    @Command(
            name = "rename",
            description = "Rename the organization.",
            footer = {"", "Example: fairlead organization rename acme-labs"})
    Integer rename(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "NAME") String name) {
        ApiClient api = terminal.api();
        return terminal.change(
                api, api.patch("/organization", Map.of("name", name)), one -> "now " + told(one));
    }

    @Command(
            name = "transfer",
            description = "Make a member an owner, and yourself an admin.",
            footer = {"", "Example: fairlead organization transfer ada@example.org"})
    Integer transfer(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "MEMBER", description = "an address or id") String member) {
        ApiClient api = terminal.api();
        String id = new Names(api).user(member);
        return terminal.change(
                api,
                api.post("/organization:transfer", Map.of("user", id)),
                _ -> member + " owns it now");
    }

    @Command(
            name = "delete",
            description = "Delete an organization for good.",
            footer = {"", "Example: fairlead organization delete --organization acme --yes"})
    Integer delete(
            @Mixin(name = "terminal") Terminal terminal,
            @Option(names = "--yes", description = "really") boolean yes) {
        if (!yes) {
            throw new CommandFailed(
                    ExitCode.USAGE, "this deletes the organization for good; add --yes");
        }
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                ApiClient.Call.delete("/organization"),
                _ -> {
                    terminal.forgetOrganization();
                    return "the organization is gone";
                });
    }
}

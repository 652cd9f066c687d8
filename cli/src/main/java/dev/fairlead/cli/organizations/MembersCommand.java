package dev.fairlead.cli.organizations;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Names;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `members`: who belongs to the organization.
@Command(
        name = "members",
        description = "List the organization's members, or change what they are.",
        footer = {"", "Example: fairlead members role ada@example.org developer"})
public final class MembersCommand implements Callable<Integer> {
    static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("MEMBER", "NAME", "ROLE", "SINCE", "ID"),
                    one ->
                            List.of(
                                    one.path("email").asString(),
                                    one.path("name").asString(),
                                    one.path("role").asString(),
                                    one.path("since").asString(),
                                    one.path("user").asString()));

    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        return terminal.list(terminal.api(), "/members", "nobody belongs to it", COLUMNS);
    }

    @Command(
            name = "list",
            description = "List the members.",
            footer = {"", "Example: fairlead members list -o json"})
    Integer list(@Mixin(name = "terminal") Terminal terminal) {
        return terminal.list(terminal.api(), "/members", "nobody belongs to it", COLUMNS);
    }

    @Command(
            name = "role",
            description = "Give a member another role in the organization.",
            footer = {"", "Example: fairlead members role ada@example.org developer"})
    Integer role(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "MEMBER", description = "an address or id") String member,
            @Parameters(paramLabel = "ROLE", description = "`fairlead roles` lists them")
                    String role) {
        ApiClient api = terminal.api();
        String id = new Names(api).user(member);
        return terminal.change(
                api,
                api.patch("/members/" + id, Map.of("role", role)),
                _ -> member + " is " + role + " now");
    }

    @Command(
            name = "remove",
            description = "Take a member out of the organization, with every key of theirs.",
            footer = {"", "Example: fairlead members remove ada@example.org"})
    Integer remove(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "MEMBER", description = "an address or id") String member) {
        ApiClient api = terminal.api();
        String id = new Names(api).user(member);
        return terminal.change(
                api, ApiClient.Call.delete("/members/" + id), _ -> "removed " + member);
    }

    @Command(
            name = "leave",
            description = "Leave the organization yourself.",
            footer = {"", "Example: fairlead members leave --organization acme"})
    Integer leave(@Mixin(name = "terminal") Terminal terminal) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.post("/organization:leave"),
                _ -> {
                    terminal.forgetOrganization();
                    return "you have left";
                });
    }
}

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

/// `groups`: members who are given roles together.
@Command(
        name = "groups",
        description = "List the groups, or change them.",
        footer = {"", "Example: fairlead groups add backend ada@example.org"})
public final class GroupsCommand implements Callable<Integer> {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("GROUP", "MEMBERS", "ID"),
                    one ->
                            List.of(
                                    one.path("name").asString(),
                                    one.path("members").asString(),
                                    one.path("id").asString()));

    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        return terminal.list(terminal.api(), "/groups", "there are no groups", COLUMNS);
    }

    @Command(
            name = "create",
            description = "Create a group.",
            footer = {"", "Example: fairlead groups create backend"})
    Integer create(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "NAME") String name) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.post("/groups", Map.of("name", name)),
                one -> "created " + name + " (" + one.path("id").asString() + ")");
    }

    @Command(
            name = "delete",
            description = "Delete a group and what it was granted. Its members stay.",
            footer = {"", "Example: fairlead groups delete backend"})
    Integer delete(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "GROUP") String group) {
        ApiClient api = terminal.api();
        String id = new Names(api).group(group);
        return terminal.change(
                api, ApiClient.Call.delete("/groups/" + id), _ -> "deleted " + group);
    }

    @Command(
            name = "members",
            description = "List who is in a group.",
            footer = {"", "Example: fairlead groups members backend"})
    Integer members(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "GROUP") String group) {
        ApiClient api = terminal.api();
        String path = "/groups/" + new Names(api).group(group) + "/members";
        return terminal.list(api, path, "nobody is in it", MembersCommand.COLUMNS);
    }

    @Command(
            name = "add",
            description = "Put a member into a group.",
            footer = {"", "Example: fairlead groups add backend ada@example.org"})
    Integer add(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "GROUP") String group,
            @Parameters(paramLabel = "MEMBER", description = "an address or id") String member) {
        ApiClient api = terminal.api();
        String path = path(api, group, member);
        return terminal.change(api, api.put(path), _ -> member + " is in " + group + " now");
    }

    @Command(
            name = "remove",
            description = "Take a member out of a group.",
            footer = {"", "Example: fairlead groups remove backend ada@example.org"})
    Integer remove(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "GROUP") String group,
            @Parameters(paramLabel = "MEMBER", description = "an address or id") String member) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                ApiClient.Call.delete(path(api, group, member)),
                _ -> member + " is in " + group + " no more");
    }

    private static String path(ApiClient api, String group, String member) {
        var names = new Names(api);
        return "/groups/" + names.group(group) + "/members/" + names.user(member);
    }
}

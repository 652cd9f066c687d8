package dev.fairlead.cli.users;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `users`: everybody who has an account.
@Command(
        name = "users",
        description = "List all users; let them administer the installation, or keep them out.",
        footer = {
            "",
            "Example: fairlead users --email ada@example.org",
            "Example: fairlead users disable ada@example.org"
        })
public final class UsersCommand implements Callable<Integer> {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("USER", "EMAIL", "NAME", "ADMINISTRATOR", "SECOND FACTOR", "STATE"),
                    one ->
                            List.of(
                                    one.path("id").asString(),
                                    one.path("email").asString(),
                                    one.path("name").asString(),
                                    yes(one, "administrator"),
                                    yes(one, "secondFactor"),
                                    one.path("disabled").asBoolean() ? "kept out" : "good"));

    @Mixin private Terminal terminal = new Terminal();

    @Option(names = "--email", description = "only who has this address")
    private @Nullable String email;

    private static String yes(JsonNode one, String field) {
        return one.path(field).asBoolean() ? "yes" : "no";
    }

    @Override
    public Integer call() {
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put("email", email);
        return terminal.list(
                terminal.api(), "/users" + ApiClient.query(query), "there are no users", COLUMNS);
    }

    private static String id(ApiClient api, String user) {
        if (!user.contains("@")) {
            return user;
        }
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put("email", user);
        JsonNode found = api.send(ApiClient.Call.get("/users" + ApiClient.query(query)));
        for (JsonNode one : found.path("items")) {
            return one.path("id").asString();
        }
        throw new CommandFailed(ExitCode.REFUSED, "nobody has the address " + user);
    }

    private static Integer update(
            Terminal terminal, String user, Map<String, Boolean> change, String told) {
        ApiClient api = terminal.api();
        return terminal.change(
                api, api.patch("/users/" + id(api, user), change), _ -> user + " " + told);
    }

    @Command(
            name = "disable",
            description = "Keep a user out: their sessions and keys open nothing from now on.",
            footer = {"", "Example: fairlead users disable ada@example.org"})
    Integer disable(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "USER", description = "an address or id") String user) {
        return update(terminal, user, Map.of("disabled", true), "is kept out");
    }

    @Command(
            name = "enable",
            description = "Let a user in again.",
            footer = {"", "Example: fairlead users enable ada@example.org"})
    Integer enable(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "USER", description = "an address or id") String user) {
        return update(terminal, user, Map.of("disabled", false), "may sign in");
    }

    @Command(
            name = "promote",
            description = "Let a user administer the installation.",
            footer = {"", "Example: fairlead users promote ada@example.org"})
    Integer promote(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "USER", description = "an address or id") String user) {
        return update(terminal, user, Map.of("administrator", true), "administers it now");
    }

    @Command(
            name = "demote",
            description = "Let a user administer the installation no more.",
            footer = {"", "Example: fairlead users demote ada@example.org"})
    Integer demote(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "USER", description = "an address or id") String user) {
        return update(terminal, user, Map.of("administrator", false), "administers it no more");
    }

    @Command(
            name = "reset-second-factor",
            description = "Turn it off for who lost the app and the recovery codes.",
            footer = {"", "Example: fairlead users reset-second-factor ada@example.org"})
    Integer reset(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "USER", description = "an address or id") String user) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.post("/users/" + id(api, user) + ":reset-second-factor"),
                _ -> user + " signs in by password alone");
    }
}

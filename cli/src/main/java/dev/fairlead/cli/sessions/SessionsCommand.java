package dev.fairlead.cli.sessions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/// `sessions`: where one is signed in.
@Command(
        name = "sessions",
        description = "List where you are signed in, or sign out there.",
        footer = {"", "Example: fairlead sessions revoke --others"})
public final class SessionsCommand implements Callable<Integer> {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("SESSION", "KIND", "FROM", "PROGRAM", "SEEN", ""),
                    one ->
                            List.of(
                                    one.path("id").asString(),
                                    one.path("kind").asString(),
                                    one.path("address").asString(),
                                    one.path("agent").asString(),
                                    one.path("seenAt").asString(),
                                    one.path("current").asBoolean() ? "this one" : ""));

    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        return terminal.list(terminal.api(), "/account/sessions", "nowhere", COLUMNS);
    }

    @Command(
            name = "revoke",
            description = "Sign out somewhere, or everywhere but here.",
            footer = {"", "Example: fairlead sessions revoke --others"})
    Integer revoke(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "SESSION", arity = "0..1", description = "its id")
                    @Nullable String id,
            @Option(names = "--others", description = "every one but this") boolean others) {
        if ((id == null) != others) {
            throw new CommandFailed(ExitCode.USAGE, "name a session, or --others");
        }
        ApiClient api = terminal.api();
        var call =
                others
                        ? api.post("/account/sessions:revoke-others")
                        : ApiClient.Call.delete("/account/sessions/" + id);
        return terminal.change(api, call, _ -> "signed out there");
    }
}

package dev.fairlead.cli.sessions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.KeptAccess;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `logout`: ends the session on the server and forgets it here.
@Command(
        name = "logout",
        description = "End this command line's session and forget it here.",
        footer = {"", "Example: fairlead logout"})
public final class LogoutCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        Path file = terminal.accessFile();
        Optional<KeptAccess> kept = KeptAccess.read(file);
        if (kept.isEmpty()) {
            terminal.out().println("nobody is logged in here");
            return ExitCode.OK.number();
        }
        boolean session = kept.get().renewal().isPresent();
        if (session) {
            end();
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.FAILED, "cannot remove " + file + ": " + e);
        }
        terminal.out()
                .println(
                        session
                                ? "logged out of " + kept.get().url()
                                : "forgot the key; it still opens "
                                        + kept.get().url()
                                        + " until it is revoked");
        return ExitCode.OK.number();
    }

    /// A session that has ended already is as good as ended.
    private void end() {
        try {
            ApiClient api = terminal.keptApi();
            ApiClient.Reply reply = api.ask(ApiClient.Call.delete("/session"));
            if (reply.status() != 401) {
                api.accepted(reply);
            }
        } catch (CommandFailed e) {
            if (e.exitCode() != ExitCode.UNAUTHENTICATED) {
                throw e;
            }
        }
    }
}

package dev.fairlead.cli.installation;

import dev.fairlead.cli.client.Access;
import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.WhoamiResponse;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `login`: keeps a key for later commands. The key is read from the terminal or standard input, so
/// that it stays out of the shell's history and the process list.
@Command(
        name = "login",
        description = "Check a key and keep it for later commands (mode 0600).",
        footer = {
            "",
            "Example: fairlead login --url http://localhost:8080 < DATA-DIR/bootstrap-key"
        })
public final class LoginCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Option(names = "--url", description = "the installation (default: ${DEFAULT-VALUE})")
    private String url = "http://localhost:8080";

    @Override
    public Integer call() {
        var access = new Access(Access.parse(url), key());
        WhoamiResponse who =
                new ApiClient(access).send(ApiClient.Call.get("/whoami"), WhoamiResponse.class);
        var file = access.keep(terminal.environment());
        terminal.out().println("logged in to " + url + " as " + who.name() + "; kept in " + file);
        return ExitCode.OK.number();
    }

    private String key() {
        String given = terminal.environment().get("FAIRLEAD_TOKEN");
        if (given != null && !given.isBlank()) {
            return given.strip();
        }
        Optional<Console> console =
                Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (console.isPresent()) {
            return new String(console.get().readPassword("Key: ")).strip();
        }
        try {
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line = in.readLine();
            if (line != null && !line.isBlank()) {
                return line.strip();
            }
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read a key from standard input: " + e);
        }
        throw new CommandFailed(ExitCode.USAGE, "give a key on standard input");
    }
}

package dev.fairlead.cli.sessions;

import dev.fairlead.cli.client.Access;
import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.KeptAccess;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.DeviceLoginResponse;
import dev.fairlead.model.wire.TokensResponse;
import dev.fairlead.model.wire.WhoamiResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `login`: signs in by a browser, or keeps a key. A key is read from the terminal or standard
/// input, so that it stays out of the shell's history and the process list.
@Command(
        name = "login",
        description = {
            "Sign in by a browser, here or on another machine, and stay signed in (mode 0600).",
            "With --key: check a key and keep it for later commands."
        },
        footer = {
            "",
            "Example: fairlead login --url https://fairlead.example.org",
            "Example: fairlead login --key < DATA-DIR/bootstrap-key"
        })
public final class LoginCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Option(
            names = "--url",
            description = "the installation (default: FAIRLEAD_URL, or where you were last)")
    private @Nullable String url;

    @Option(names = "--key", description = "read a key from FAIRLEAD_TOKEN or standard input")
    private boolean key;

    @Option(names = "--no-browser", description = "only print the address, open nothing")
    private boolean noBrowser;

    @Override
    public Integer call() {
        URI target = Access.parse(target());
        return key ? byKey(target) : byBrowser(target);
    }

    private String target() {
        return Optional.ofNullable(url)
                .or(() -> Optional.ofNullable(terminal.environment().get("FAIRLEAD_URL")))
                .or(() -> KeptAccess.read(terminal.accessFile()).map(KeptAccess::url))
                .orElse(Access.DEFAULT_URL);
    }

    private Integer byBrowser(URI target) {
        TokensResponse tokens = new DeviceLogin(target).run(this::show);
        var kept = KeptAccess.signedIn(target.toString(), tokens, terminal.organization());
        return done(kept, target);
    }

    private void show(DeviceLoginResponse login) {
        if (terminal.json()) {
            var shown =
                    Map.of(
                            "userCode", login.userCode(),
                            "verificationUrl", login.verificationUrl());
            terminal.out().println(ApiClient.line(shown));
        } else {
            terminal.out().println("Open this where you have a browser:");
            terminal.out().println();
            terminal.out().println("  " + login.verificationUrl());
            terminal.out().println();
            terminal.out().println("and approve the code " + login.userCode() + ".");
        }
        terminal.out().flush();
        if (!noBrowser) {
            BrowserOpener.open(login.verificationUrl(), terminal.environment());
        }
    }

    private Integer byKey(URI target) {
        return done(KeptAccess.key(target.toString(), key()).in(terminal.organization()), target);
    }

    private Integer done(KeptAccess kept, URI target) {
        var access = new Access(target, kept.token(), kept.organization(), Optional.empty());
        var api = new ApiClient(access);
        WhoamiResponse who = api.send(ApiClient.Call.get("/whoami"), WhoamiResponse.class);
        var file = kept.write(terminal.accessFile());
        if (terminal.json()) {
            terminal.out().println(ApiClient.line(who));
        } else {
            terminal.out()
                    .println("logged in to " + target + " as " + who.name() + "; kept in " + file);
        }
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

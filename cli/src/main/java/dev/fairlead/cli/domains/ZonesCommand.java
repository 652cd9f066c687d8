package dev.fairlead.cli.domains;

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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `zones`: parts of the DNS whose records Fairlead may change, for challenges.
@Command(
        name = "zones",
        description = "List the zones that a project lends for DNS challenges; add, check, remove.",
        footer = {
            "",
            "Example: fairlead zones",
            "Example: fairlead zones add example.org --server 192.0.2.53 --key-name acme"
                    + " --secret key.txt"
        })
public final class ZonesCommand implements Callable<Integer> {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("ZONE", "KIND", "AT", "ID"),
                    one ->
                            List.of(
                                    one.path("name").asString(),
                                    one.path("kind").asString(),
                                    one.path("server").asString(one.path("url").asString("-")),
                                    one.path("id").asString()));

    @Mixin private Terminal terminal = new Terminal();
    @Mixin private InProject in = new InProject();

    @Override
    public Integer call() {
        return shown(terminal, in);
    }

    private static Integer shown(Terminal terminal, InProject in) {
        ApiClient api = terminal.api();
        return terminal.list(api, in.path(api, "/zones"), "no zones", COLUMNS);
    }

    @Command(
            name = "list",
            description = "List a project's zones.",
            footer = {"", "Example: fairlead zones list"})
    Integer list(@Mixin(name = "terminal") Terminal terminal, @Mixin(name = "in") InProject in) {
        return shown(terminal, in);
    }

    /// How a zone is changed.
    static final class Means {
        @Option(
                names = "--server",
                paramLabel = "ADDRESS",
                description = "its name server, which takes changes by RFC 2136 with a TSIG key")
        private @Nullable String server;

        @Option(
                names = "--key-name",
                paramLabel = "NAME",
                description = "what that server calls the key")
        private @Nullable String keyName;

        @Option(
                names = "--algorithm",
                paramLabel = "ALGORITHM",
                description = "hmac-sha256 (default), hmac-sha384 or hmac-sha512")
        private @Nullable String algorithm;

        @Option(
                names = "--webhook",
                paramLabel = "URL",
                description = "an address of yours that changes it, in place of a name server")
        private @Nullable String webhook;

        @Option(
                names = "--secret",
                required = true,
                paramLabel = "FILE",
                description = "the shared key, in base64")
        private Path secret = Path.of("");

        Map<String, @Nullable Object> body(String name) {
            var wanted = new LinkedHashMap<String, @Nullable Object>();
            wanted.put("name", name);
            wanted.put("kind", webhook == null ? "rfc2136" : "webhook");
            wanted.put("server", server);
            wanted.put("keyName", keyName);
            wanted.put("algorithm", algorithm);
            wanted.put("url", webhook);
            wanted.put("secret", read(secret));
            return wanted;
        }

        private static String read(Path file) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8).strip();
            } catch (IOException e) {
                throw new CommandFailed(
                        ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage());
            }
        }
    }

    @Command(
            name = "add",
            description = "Let records of a zone be changed for challenges.",
            footer = {
                "",
                "Example: fairlead zones add example.org --webhook https://dns.example.org/acme"
                        + " --secret key.txt"
            })
    Integer add(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "in") InProject in,
            @Mixin(name = "means") Means means,
            @Parameters(paramLabel = "ZONE", description = "such as example.org") String name) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.post(in.path(api, "/zones"), means.body(name)),
                one ->
                        one.path("name").asString()
                                + " is kept as "
                                + one.path("id").asString()
                                + "; `fairlead zones check` tells whether it works");
    }

    @Command(
            name = "check",
            description = "Set a record in a zone and take it away again.",
            footer = {"", "Example: fairlead zones check ZONE"})
    Integer check(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "ZONE", description = "its id") String id) {
        ApiClient api = terminal.api();
        var call = api.post("/zones/" + id + ":check", Map.of());
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode checked = api.send(call);
        boolean works = checked.path("works").asBoolean();
        if (!terminal.printed(api, checked)) {
            terminal.out().println(works ? "it works" : checked.path("error").asString());
        }
        return (works ? ExitCode.OK : ExitCode.FAILED).number();
    }

    @Command(
            name = "remove",
            description = "Change a zone's records no more.",
            footer = {"", "Example: fairlead zones remove ZONE"})
    Integer remove(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "ZONE", description = "its id") String id) {
        ApiClient api = terminal.api();
        return terminal.change(api, ApiClient.Call.delete("/zones/" + id), _ -> id + " is gone");
    }
}

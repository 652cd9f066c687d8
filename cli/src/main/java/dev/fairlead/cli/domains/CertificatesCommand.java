package dev.fairlead.cli.domains;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// `certificates`: what domains are served with.
@Command(
        name = "certificates",
        description = "List a project's certificates; add your own, renew and remove them.",
        footer = {
            "",
            "Example: fairlead certificates",
            "Example: fairlead certificates add --chain shop.pem --key shop.key"
        })
public final class CertificatesCommand implements Callable<Integer> {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("NAMES", "SOURCE", "STATE", "UNTIL", "ERROR", "ID"),
                    one ->
                            List.of(
                                    names(one),
                                    one.path("source").asString(),
                                    one.path("state").asString(),
                                    one.path("notAfter").asString("-"),
                                    one.path("error").asString(""),
                                    one.path("id").asString()));

    @Mixin private Terminal terminal = new Terminal();
    @Mixin private InProject in = new InProject();

    private static String names(JsonNode one) {
        return StreamSupport.stream(one.path("names").spliterator(), false)
                .map(JsonNode::asString)
                .collect(Collectors.joining(","));
    }

    @Override
    public Integer call() {
        return shown(terminal, in);
    }

    private static Integer shown(Terminal terminal, InProject in) {
        ApiClient api = terminal.api();
        return terminal.list(api, in.path(api, "/certificates"), "no certificates", COLUMNS);
    }

    @Command(
            name = "list",
            description = "List a project's certificates.",
            footer = {"", "Example: fairlead certificates list"})
    Integer list(@Mixin(name = "terminal") Terminal terminal, @Mixin(name = "in") InProject in) {
        return shown(terminal, in);
    }

    @Command(
            name = "add",
            description = "Serve a certificate of your own for domains that are proven.",
            footer = {"", "Example: fairlead certificates add --chain shop.pem --key shop.key"})
    Integer add(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "in") InProject in,
            @Option(
                            names = "--chain",
                            required = true,
                            paramLabel = "FILE",
                            description = "the domain's certificate and then its issuers', PEM")
                    Path chain,
            @Option(
                            names = "--key",
                            required = true,
                            paramLabel = "FILE",
                            description = "its key, PEM, not encrypted")
                    Path key) {
        ApiClient api = terminal.api();
        var wanted = Map.of("chain", read(chain), "key", read(key));
        return terminal.change(
                api,
                api.post(in.path(api, "/certificates"), wanted),
                one -> names(one) + " is served until " + one.path("notAfter").asString());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage());
        }
    }

    @Command(
            name = "show",
            description = "Show a certificate; its key is shown to nobody.",
            footer = {"", "Example: fairlead certificates show CERTIFICATE"})
    Integer show(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "CERTIFICATE", description = "its id") String id) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                ApiClient.Call.get("/certificates/" + id),
                one ->
                        String.join(
                                "\n",
                                "names        " + names(one),
                                "state        " + one.path("state").asString(),
                                "issuer       " + one.path("issuer").asString("-"),
                                "from         " + one.path("notBefore").asString("-"),
                                "until        " + one.path("notAfter").asString("-"),
                                "fingerprint  " + one.path("fingerprint").asString("-"),
                                "next         " + one.path("nextTryAt").asString("-"),
                                "error        " + one.path("error").asString("-")));
    }

    @Command(
            name = "renew",
            description = "Ask the authority for the next one now.",
            footer = {"", "Example: fairlead certificates renew CERTIFICATE"})
    Integer renew(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "CERTIFICATE", description = "its id") String id) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.post("/certificates/" + id + ":renew", Map.of()),
                _ -> "the next one is asked for; this one is served meanwhile");
    }

    @Command(
            name = "remove",
            description = "Serve a certificate no more.",
            footer = {"", "Example: fairlead certificates remove CERTIFICATE"})
    Integer remove(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "CERTIFICATE", description = "its id") String id) {
        ApiClient api = terminal.api();
        return terminal.change(
                api, ApiClient.Call.delete("/certificates/" + id), _ -> id + " is gone");
    }
}

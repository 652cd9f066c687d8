package dev.fairlead.cli.audit;

import dev.fairlead.cli.client.ApiClient;
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

/// `audit streams`: where events are sent.
@Command(
        name = "streams",
        description = "List where audit events are sent; make, change, try and delete streams.",
        footer = {
            "",
            "Example: fairlead audit streams create siem --webhook https://siem.example.org/in",
            "Example: fairlead audit streams create logs --syslog syslog+tls://logs.example.org"
        })
public final class AuditStreamsCommand implements Callable<Integer> {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("STREAM", "NAME", "ADDRESS", "STATE", "WAITING", "LAST ERROR"),
                    one ->
                            List.of(
                                    one.path("id").asString(),
                                    one.path("name").asString(),
                                    one.path("address").asString(),
                                    one.path("state").asString(),
                                    one.path("waiting").asString(),
                                    one.path("lastError").asString("")));

    @Mixin private Terminal terminal = new Terminal();
    @Mixin private Whose whose = new Whose();

    /// Whose events are meant.
    static final class Whose {
        @Option(names = "--installation", description = "the installation's, for administrators")
        private boolean installation;

        String path() {
            return (installation ? "/installation" : "") + "/audit-streams";
        }
    }

    @Override
    public Integer call() {
        return shown(terminal, whose);
    }

    private static Integer shown(Terminal terminal, Whose whose) {
        return terminal.list(terminal.api(), whose.path(), "events are sent nowhere", COLUMNS);
    }

    @Command(
            name = "list",
            description = "List streams and how sending goes.",
            footer = {"", "Example: fairlead audit streams list"})
    Integer list(@Mixin(name = "terminal") Terminal terminal, @Mixin(name = "whose") Whose whose) {
        return shown(terminal, whose);
    }

    @Command(
            name = "create",
            description = "Send events somewhere. A webhook's secret is shown once.",
            footer = {
                "",
                "Example: fairlead audit streams create siem --webhook https://siem.example.org/in"
            })
    Integer create(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "whose") Whose whose,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--webhook", description = "an address by https")
                    @Nullable String webhook,
            @Option(
                            names = "--syslog",
                            description = "syslog+tls://HOST:PORT, or syslog+tcp of your network")
                    @Nullable String syslog,
            @Option(names = "--from-beginning", description = "with the events that are there")
                    boolean beginning) {
        ApiClient api = terminal.api();
        var wanted = new LinkedHashMap<String, @Nullable Object>();
        wanted.put("name", name);
        wanted.put("kind", syslog == null ? "webhook" : "syslog");
        wanted.put("address", syslog == null ? webhook : syslog);
        wanted.put("from", beginning ? "beginning" : "now");
        return terminal.change(api, api.post(whose.path(), wanted), AuditStreamsCommand::once);
    }

    private static String once(JsonNode one) {
        String secret = one.path("secret").asString("");
        return one.path("id").asString()
                + " is made."
                + (secret.isEmpty()
                        ? ""
                        : " Its secret is shown this once; keep it where secrets are kept:\n"
                                + secret);
    }

    @Command(
            name = "update",
            description = "Change a stream, pause it, or let it go on.",
            footer = {"", "Example: fairlead audit streams update STREAM --resume"})
    Integer update(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "whose") Whose whose,
            @Parameters(paramLabel = "STREAM", description = "its id") String id,
            @Option(names = "--name") @Nullable String name,
            @Option(names = "--address") @Nullable String address,
            @Option(names = "--pause", description = "send nothing for now") boolean pause,
            @Option(names = "--resume", description = "go on where it stopped") boolean resume) {
        ApiClient api = terminal.api();
        var wanted = new LinkedHashMap<String, @Nullable Object>();
        wanted.put("name", name);
        wanted.put("address", address);
        if (pause || resume) {
            wanted.put("paused", pause);
        }
        return terminal.change(
                api,
                api.patch(whose.path() + "/" + id, wanted),
                one -> id + " is " + one.path("state").asString());
    }

    @Command(
            name = "test",
            description = "Send a message that is no event.",
            footer = {"", "Example: fairlead audit streams test STREAM"})
    Integer test(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "whose") Whose whose,
            @Parameters(paramLabel = "STREAM", description = "its id") String id) {
        ApiClient api = terminal.api();
        var call = api.post(whose.path() + "/" + id + ":test", Map.of());
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        boolean delivered = answer.path("delivered").asBoolean();
        if (!terminal.printed(api, answer)) {
            terminal.out().println(delivered ? "it arrived" : answer.path("error").asString());
        }
        return (delivered ? ExitCode.OK : ExitCode.FAILED).number();
    }

    @Command(
            name = "delete",
            description = "Send nothing there any more.",
            footer = {"", "Example: fairlead audit streams delete STREAM"})
    Integer delete(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "whose") Whose whose,
            @Parameters(paramLabel = "STREAM", description = "its id") String id) {
        ApiClient api = terminal.api();
        return terminal.change(
                api, ApiClient.Call.delete(whose.path() + "/" + id), _ -> id + " is gone");
    }
}

package dev.fairlead.cli.installation;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// `secrets`: under which master keys an installation's secrets are sealed.
@Command(
        name = "secrets",
        description = "Show under which master keys an installation's secrets are sealed.",
        footer = {"", "Example: fairlead secrets reencrypt --wait"})
public final class SecretsCommand implements Callable<Integer> {
    private static final int MOST_LOOKS = 3600;

    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        return terminal.change(
                terminal.api(), ApiClient.Call.get("/installation/sealing"), SecretsCommand::told);
    }

    private static String told(JsonNode status) {
        var lines = new StringBuilder();
        for (JsonNode key : status.path("keys")) {
            lines.append(key.path("values").asLong())
                    .append(" under ")
                    .append(key.path("id").asString())
                    .append('\n');
        }
        return lines.append("the current key is ")
                .append(status.path("current").asString())
                .append("; ")
                .append(status.path("remaining").asLong())
                .append(" to go")
                .toString();
    }

    @Command(
            name = "reencrypt",
            description = "Seal every secret anew under the current master key.",
            footer = {"", "Example: fairlead secrets reencrypt --wait"})
    Integer reencrypt(
            @Mixin(name = "terminal") Terminal terminal,
            @Option(names = "--wait", description = "until none is left") boolean wait) {
        ApiClient api = terminal.api();
        var call = api.post("/installation/sealing:renew");
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode status = api.send(call);
        for (int looks = 0; wait && status.path("remaining").asLong() > 0; looks++) {
            if (looks == MOST_LOOKS) {
                throw new CommandFailed(ExitCode.FAILED, told(status));
            }
            pause();
            status = api.send(ApiClient.Call.get("/installation/sealing"));
        }
        if (!terminal.printed(api, status)) {
            terminal.out().println(told(status));
        }
        return ExitCode.OK.number();
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.FAILED, "interrupted");
        }
    }
}

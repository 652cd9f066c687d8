package dev.fairlead.cli.installation;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import java.util.concurrent.Callable;

/// `status`: how the installation is.
@Command(
        name = "status",
        description = "Show the installation's version, database and counters.",
        footer = {"", "Example: fairlead status -o json"})
public final class StatusCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.get("/status");
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (!terminal.printed(api, answer)) {
            print(answer, "");
        }
        return ExitCode.OK.number();
    }

    private void print(JsonNode answer, String within) {
        answer.properties()
                .forEach(field -> {
                    String name = within + field.getKey();
                    if (field.getValue().isObject()) {
                        print(field.getValue(), name + ".");
                    } else {
                        terminal.out().printf("%-26s %s%n", name, field.getValue().asString());
                    }
                });
    }
}

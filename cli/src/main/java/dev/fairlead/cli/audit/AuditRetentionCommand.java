package dev.fairlead.cli.audit;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.concurrent.Callable;

/// `audit retention`: for how long events are kept.
@Command(
        name = "retention",
        description = "Show for how many days the organization's audit log is kept, or say so.",
        footer = {"", "Example: fairlead audit retention --days 400"})
public final class AuditRetentionCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Option(names = "--days", description = "so many; 0 for as long as the installation keeps it")
    private @Nullable Integer days;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var wanted = new HashMap<String, @Nullable Object>();
        wanted.put("days", days == null || days == 0 ? null : days);
        var call =
                days == null
                        ? ApiClient.Call.get("/audit-retention")
                        : api.put("/audit-retention", wanted);
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (!terminal.printed(api, answer)) {
            terminal.out()
                    .println(
                            "kept for "
                                    + answer.path("days")
                                            .asString(answer.path("mostDays").asString("ever"))
                                    + (answer.size() == 0 ? "" : " days"));
        }
        return ExitCode.OK.number();
    }
}

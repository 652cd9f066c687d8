package dev.fairlead.cli.executions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Table;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.ExecutionResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;

/// `executions`: what ran.
@Command(
        name = "executions",
        description = "List a function's invocations, newest first.",
        footer = {"", "Example: fairlead executions demo/hello --status FAILED"})
public final class ExecutionsCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Option(names = "--status", description = "SUCCEEDED, FAILED, TIMED_OUT, REFUSED or CANCELLED")
    private @Nullable String status;

    @Option(names = "--limit", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit = 20;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put("status", status);
        query.put("limit", Integer.toString(limit));
        String id = function.find(api).id();
        var call = ApiClient.Call.get("/functions/" + id + "/executions" + ApiClient.query(query));
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode page = api.send(call);
        if (terminal.printed(api, page)) {
            return ExitCode.OK.number();
        }
        if (page.path("items").isEmpty()) {
            terminal.out().println("nothing ran yet");
            return ExitCode.OK.number();
        }
        var table = new Table("EXECUTION", "AT", "VERSION", "STATUS", "MS", "START", "ERROR");
        for (JsonNode item : page.path("items")) {
            ExecutionResponse execution = api.as(item, ExecutionResponse.class);
            var failure = execution.failure();
            table.row(
                    execution.id(),
                    execution.startedAt(),
                    execution.version(),
                    execution.status(),
                    execution.durationMicros() / 1000.0,
                    execution.startKind(),
                    failure == null ? "" : failure.code());
        }
        table.print(terminal.out());
        return ExitCode.OK.number();
    }
}

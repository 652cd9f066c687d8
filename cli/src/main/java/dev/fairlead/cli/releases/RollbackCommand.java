package dev.fairlead.cli.releases;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;

/// `rollback`: an earlier version answers again, at once.
@Command(
        name = "rollback",
        description = "Make an earlier version live; without --to, the one that was live before.",
        footer = {
            "",
            "Example: fairlead rollback demo/hello --to 3",
            "A rollout that is under way is taken back."
        })
public final class RollbackCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Option(names = "--to", paramLabel = "VERSION", description = "the version's number")
    private @Nullable Integer version;

    @Option(
            names = {"-e", "--environment"},
            description = "where (default: production)")
    private @Nullable String environment;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        FunctionResponse found = function.find(api);
        var body = new LinkedHashMap<String, Object>();
        if (version != null) {
            body.put("version", version);
        }
        if (environment != null) {
            body.put("environment", environment);
        }
        var call = api.post("/functions/" + found.id() + ":rollback", body);
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (!terminal.printed(api, answer)) {
            terminal.out()
                    .println(
                            found.name()
                                    + " version "
                                    + answer.path("version").asInt()
                                    + " is live");
        }
        return ExitCode.OK.number();
    }
}

package dev.fairlead.cli.releases;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.DeploymentLog;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.functions.StrategyOptions;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;

/// `promote`: a version of one environment goes live in another, as it was built.
@Command(
        name = "promote",
        description = "Release a version of one environment to another, without building it again.",
        footer = {
            "",
            "Example: fairlead promote demo/hello --from staging",
            "Example: fairlead promote demo/hello --version 7 --to production --strategy canary"
        })
public final class PromoteCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();
    @Mixin private StrategyOptions strategy = new StrategyOptions();

    @Option(names = "--from", description = "the environment whose live version is meant")
    private @Nullable String from;

    @Option(names = "--version", description = "the version's number")
    private @Nullable Integer version;

    @Option(names = "--to", description = "where to (default: ${DEFAULT-VALUE})")
    private String to = "production";

    /// Its own `--version` leaves no room for the usual two.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    void help(boolean asked) {
        // It is shown in place of what the command does.
    }

    @Override
    public Integer call() {
        if (from == null && version == null) {
            throw new CommandFailed(ExitCode.USAGE, "say --from ENVIRONMENT, or --version NUMBER");
        }
        ApiClient api = terminal.api();
        FunctionResponse found = function.find(api);
        var body = new LinkedHashMap<String, Object>();
        if (version != null) {
            body.put("version", version);
        } else if (from != null) {
            body.put("from", from);
        }
        body.put("to", to);
        if (!strategy.body().isEmpty()) {
            body.put("strategy", strategy.body());
        }
        var call = api.post("/functions/" + found.id() + ":promote", body);
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        return new DeploymentLog(terminal).follow(api, found, api.send(call));
    }
}

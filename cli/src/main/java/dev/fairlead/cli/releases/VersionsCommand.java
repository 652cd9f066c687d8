package dev.fairlead.cli.releases;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Table;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.VersionResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;

/// `versions`: what can be rolled back to.
@Command(
        name = "versions",
        description = "List a function's versions, newest first.",
        footer = {"", "Example: fairlead versions demo/hello"})
public final class VersionsCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Option(
            names = {"-e", "--environment"},
            description = "only of this one")
    private @Nullable String environment;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var call =
                ApiClient.Call.get("/functions/" + function.find(api).id() + "/versions" + query());
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode page = api.send(call);
        if (terminal.printed(api, page)) {
            return ExitCode.OK.number();
        }
        var table = new Table("VERSION", "ENVIRONMENT", "LIVE", "LANGUAGE", "ARTIFACT", "CREATED");
        for (JsonNode item : page.path("items")) {
            VersionResponse version = api.as(item, VersionResponse.class);
            table.row(
                    version.number(),
                    version.environment(),
                    version.live() ? "live" : version.failed() == null ? "" : "taken back",
                    version.language() == null ? "-" : version.language(),
                    version.artifactHash() == null ? "-" : version.artifactHash().substring(0, 12),
                    version.createdAt());
        }
        table.print(terminal.out());
        return ExitCode.OK.number();
    }

    private String query() {
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put("environment", environment);
        return ApiClient.query(query);
    }
}

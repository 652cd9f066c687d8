package dev.fairlead.cli.functions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Table;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;

/// `list`: what is deployed.
@Command(
        name = "list",
        aliases = "ls",
        description = "List functions, newest first.",
        footer = {"", "Example: fairlead list --project demo"})
public final class ListCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Option(names = "--project", description = "only this project's")
    private @Nullable String project;

    @Option(names = "--limit", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit = 50;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put("project", project);
        query.put("limit", Integer.toString(limit));
        var call = ApiClient.Call.get("/functions" + ApiClient.query(query));
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode page = api.send(call);
        if (terminal.printed(api, page)) {
            return ExitCode.OK.number();
        }
        if (page.path("items").isEmpty()) {
            terminal.out()
                    .println("nothing is deployed yet; try `fairlead create hello` and deploy it");
            return ExitCode.OK.number();
        }
        var table = new Table("FUNCTION", "LANGUAGE", "LIVE", "STATE", "URL");
        for (JsonNode item : page.path("items")) {
            FunctionResponse function = api.as(item, FunctionResponse.class);
            var latest = function.latestDeployment();
            table.row(
                    function.project() + "/" + function.name(),
                    function.kind().equals("function") && function.language() != null
                            ? function.language()
                            : function.kind(),
                    function.liveVersion() == null ? "-" : function.liveVersion(),
                    latest == null ? "-" : latest.state(),
                    function.url());
        }
        table.print(terminal.out());
        if (page.hasNonNull("nextCursor")) {
            terminal.out().println("(more; raise --limit)");
        }
        return ExitCode.OK.number();
    }
}

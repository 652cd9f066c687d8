package dev.fairlead.cli.builds;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Functions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Table;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.BuildResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;

/// `builds`: what waits, what runs, what was given up.
@Command(
        name = "builds",
        description = "List builds, newest first; those that are `dead` can be redriven.",
        footer = {
            "",
            "Example: fairlead builds --state dead",
            "Example: fairlead builds cancel bld_01J9…"
        },
        subcommands = {
            ShowBuildCommand.class,
            BuildLogCommand.class,
            CancelBuildCommand.class,
            RedriveBuildCommand.class
        })
public final class BuildsCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Option(names = "--function", description = "only this function's: project/name, name or id")
    private @Nullable String function;

    @Option(names = "--project", description = "the project of a bare name (default: default)")
    private @Nullable String project;

    @Option(
            names = "--state",
            description =
                    "queued, running, succeeded, failed, cancelled, superseded, dead or redriven")
    private @Nullable String state;

    @Option(names = "--limit", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit = 20;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put(
                "function",
                function == null ? null : new Functions(api).get(function, project).id());
        query.put("state", state);
        query.put("limit", Integer.toString(limit));
        var call = ApiClient.Call.get("/builds" + ApiClient.query(query));
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode page = api.send(call);
        if (terminal.printed(api, page)) {
            return ExitCode.OK.number();
        }
        if (page.path("items").isEmpty()) {
            terminal.out()
                    .println(
                            state == null
                                    ? "nothing was built yet; `fairlead deploy` builds"
                                    : "no build is " + state);
            return ExitCode.OK.number();
        }
        var table =
                new Table("BUILD", "FUNCTION", "LANGUAGE", "STATE", "PHASE", "BEGUN", "CREATED");
        for (JsonNode item : page.path("items")) {
            BuildResponse build = api.as(item, BuildResponse.class);
            table.row(
                    build.id(),
                    build.project() + "/" + build.function(),
                    build.language() == null ? "-" : build.language(),
                    state(build),
                    build.phases().isEmpty() ? "" : build.phases().getLast().name(),
                    build.attempts(),
                    build.createdAt());
        }
        table.print(terminal.out());
        return ExitCode.OK.number();
    }

    private static String state(BuildResponse build) {
        Integer position = build.position();
        return position == null ? build.state() : build.state() + " (" + position + ")";
    }
}

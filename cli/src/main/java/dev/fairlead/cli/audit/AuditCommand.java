package dev.fairlead.cli.audit;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Moments;
import dev.fairlead.cli.output.Table;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// `audit`: what was done, and by whom.
@Command(
        name = "audit",
        description = "Show the organization's audit log, newest first; export it, verify it.",
        footer = {
            "",
            "Example: fairlead audit --actor ada@example.org --since 7d",
            "Example: fairlead audit --export jsonl > audit.jsonl",
            "Example: fairlead audit --verify",
            "Example: fairlead audit --follow"
        },
        subcommands = {AuditStreamsCommand.class, AuditRetentionCommand.class})
public final class AuditCommand implements Callable<Integer> {
    private static final int MOST_AT_ONCE = 200;
    private static final int MOST_FOLLOWED = 100_000;
    private static final long FOLLOW_MILLIS = 1_000;

    @Mixin private Terminal terminal = new Terminal();

    @Option(names = "--installation", description = "the whole installation's, for administrators")
    private boolean installation;

    @Option(names = "--actor", description = "only what this id, or who has this name, did")
    private @Nullable String actor;

    @Option(names = "--action", description = "only created, changed, deleted, refused ...")
    private @Nullable String action;

    @Option(names = "--target", description = "only what happened to this id")
    private @Nullable String target;

    @Option(names = "--operation", description = "only what this operation of the API did")
    private @Nullable String operation;

    @Option(names = "--since", description = "not before: 2h, 7d or 2026-01-31T10:00:00Z")
    private @Nullable String since;

    @Option(names = "--until", description = "before: 2h, 7d or 2026-01-31T10:00:00Z")
    private @Nullable String until;

    @Option(names = "--limit", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit = 50;

    @Option(names = "--export", paramLabel = "FORMAT", description = "all of it: jsonl or csv")
    private @Nullable String export;

    @Option(names = "--verify", description = "whether the log is whole")
    private boolean verify;

    @Option(
            names = {"-f", "--follow"},
            description = "go on until Ctrl-C, oldest first")
    private boolean follow;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        String path = (installation ? "/installation" : "") + "/audit-events";
        if (verify) {
            return verified(api, path);
        }
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put("actor", actor);
        query.put("action", action);
        query.put("target", target);
        query.put("operation", operation);
        query.put("since", Moments.of(since));
        query.put("until", Moments.of(until));
        if (export != null) {
            query.put("format", export);
            var call = ApiClient.Call.get(path + ":export" + ApiClient.query(query));
            if (!terminal.printed(api, call)) {
                api.copy(call, terminal.out());
            }
            return ExitCode.OK.number();
        }
        if (follow) {
            return followed(api, path, query);
        }
        query.put("limit", Integer.toString(Math.clamp(limit, 1, MOST_AT_ONCE)));
        return shown(api, path + ApiClient.query(query));
    }

    private Integer shown(ApiClient api, String path) {
        var call = ApiClient.Call.get(path);
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        List<JsonNode> events = api.all(path, limit);
        if (terminal.printed(api, api.tree(Map.of("items", events)))) {
            return ExitCode.OK.number();
        }
        var table = new Table("NUMBER", "AT", "WHO", "FROM", "DID", "TO", "REFUSED");
        for (JsonNode one : events) {
            table.row(
                    one.path("sequence").asString(),
                    one.path("at").asString(),
                    one.path("actorName").asString(),
                    one.path("address").asString(),
                    one.path("operation").asString(),
                    one.path("target").asString(),
                    one.path("code").asString(""));
        }
        table.print(terminal.out());
        return ExitCode.OK.number();
    }

    /// Asks again and again for what came after the last one that was shown.
    private Integer followed(ApiClient api, String path, Map<String, @Nullable String> query) {
        query.put("limit", Integer.toString(Math.clamp(limit, 1, MOST_AT_ONCE)));
        if (terminal.printed(api, ApiClient.Call.get(path + ApiClient.query(query)))) {
            return ExitCode.OK.number();
        }
        List<JsonNode> found = api.all(path + ApiClient.query(query), limit);
        query.put("limit", Integer.toString(MOST_AT_ONCE));
        try {
            while (true) {
                for (JsonNode one : found.reversed()) {
                    print(one);
                    query.put("after", one.path("sequence").asString());
                }
                TimeUnit.MILLISECONDS.sleep(FOLLOW_MILLIS);
                found = api.all(path + ApiClient.query(query), MOST_FOLLOWED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.OK.number();
        }
    }

    private void print(JsonNode one) {
        terminal.out()
                .println(
                        terminal.json()
                                ? one.toString()
                                : String.join(
                                        "  ",
                                        one.path("sequence").asString(),
                                        one.path("at").asString(),
                                        one.path("actorName").asString(),
                                        one.path("operation").asString("-"),
                                        one.path("action").asString(),
                                        one.path("targetKind").asString(),
                                        one.path("target").asString(),
                                        one.path("code").asString("")));
    }

    private Integer verified(ApiClient api, String path) {
        var call = ApiClient.Call.get(path + ":verify");
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode verdict = api.send(call);
        boolean whole = verdict.path("whole").asBoolean();
        if (!terminal.printed(api, verdict)) {
            terminal.out()
                    .println(
                            whole
                                    ? verdict.path("events").asString()
                                            + " events, none changed"
                                            + removed(verdict)
                                    : "event "
                                            + verdict.path("firstBroken").asString()
                                            + " is not what it was");
        }
        return (whole ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private static String removed(JsonNode verdict) {
        String through = verdict.path("removedThrough").asString("");
        return through.isEmpty() ? "" : "; retention took those through " + through;
    }
}

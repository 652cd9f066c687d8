package dev.fairlead.cli.releases;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Functions;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Table;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.DueVersionJson;
import dev.fairlead.model.wire.EnvironmentResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `environments`: the places to run a project.
@Command(
        name = "environments",
        description = "List a project's environments; or make, protect, freeze and remove them.",
        footer = {
            "",
            "Example: fairlead environments --project shop",
            "Example: fairlead environments create staging --project shop --clone-of production",
            "Example: fairlead environments update production --project shop --approvals 1"
        })
public final class EnvironmentsCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private Where where = new Where();

    /// Whose environments are meant.
    static final class Where {
        @Option(
                names = {"-p", "--project"},
                description = "the project (default: default)")
        private @Nullable String project;

        String project() {
            return Functions.orDefault(project);
        }

        String path() {
            return "/environments?project=" + project();
        }

        String id(ApiClient api, String name) {
            for (JsonNode item : api.send(ApiClient.Call.get(path())).path("items")) {
                if (item.path("name").asString().equals(name)) {
                    return item.path("id").asString();
                }
            }
            throw new CommandFailed(
                    ExitCode.REFUSED,
                    "project '"
                            + project()
                            + "' has no environment '"
                            + name
                            + "'; `fairlead environments --project "
                            + project()
                            + "` shows those it has");
        }
    }

    /// What it is to be; what is not named stays.
    static final class Wanted {
        @Option(
                names = "--parent",
                description = "whose variables it inherits; an empty name for nobody's")
        private @Nullable String parent;

        @Option(
                names = "--approvals",
                description = "how many besides the author have to approve a deployment")
        private @Nullable Integer approvals;

        @Option(
                names = "--deployer",
                paramLabel = "ID",
                description = "a user (usr_...) or group (grp_...) who may deploy; nobody else may")
        private @Nullable List<String> deployers;

        @Option(names = "--anybody-deploys", description = "everybody whose role lets them may")
        private boolean anybody;

        @Option(names = "--keep", paramLabel = "N", description = "keep the newest N versions")
        private @Nullable Integer keep;

        @Option(
                names = "--keep-days",
                paramLabel = "N",
                description = "keep versions that are younger than N days")
        private @Nullable Integer keepDays;

        @Option(names = "--keep-all", description = "keep every version")
        private boolean keepAll;

        Map<String, Object> body(JsonNode before) {
            var body = new LinkedHashMap<String, Object>();
            if (parent != null) {
                body.put("parent", parent);
            }
            if (approvals != null || deployers != null || anybody) {
                body.put("protection", protection(before.path("protection")));
            }
            if (keep != null || keepDays != null || keepAll) {
                var retention = new LinkedHashMap<String, Object>();
                if (keep != null) {
                    retention.put("count", keep);
                }
                if (keepDays != null) {
                    retention.put("days", keepDays);
                }
                body.put("retention", retention);
            }
            return body;
        }

        private Map<String, Object> protection(JsonNode before) {
            var protection = new LinkedHashMap<String, Object>();
            protection.put(
                    "approvals", approvals == null ? before.path("approvals").asInt(0) : approvals);
            if (deployers != null) {
                protection.put(
                        "users", deployers.stream().filter(id -> id.startsWith("usr_")).toList());
                protection.put(
                        "groups", deployers.stream().filter(id -> id.startsWith("grp_")).toList());
            } else if (!anybody && (before.has("users") || before.has("groups"))) {
                protection.put("users", before.path("users"));
                protection.put("groups", before.path("groups"));
            }
            return protection;
        }
    }

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.get(where.path());
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode page = api.send(call);
        if (terminal.printed(api, page)) {
            return ExitCode.OK.number();
        }
        var table = new Table("ENVIRONMENT", "PARENT", "DEPLOYERS", "APPROVALS", "KEEPS", "FROZEN");
        for (JsonNode item : page.path("items")) {
            EnvironmentResponse one = api.as(item, EnvironmentResponse.class);
            boolean listed = one.protection().users() != null;
            table.row(
                    one.name(),
                    one.parent() == null ? "-" : one.parent(),
                    listed ? "listed" : "by role",
                    item.path("protection").path("approvals").asInt(0),
                    kept(item.path("retention")),
                    one.frozenReason() == null ? "" : one.frozenReason());
        }
        table.print(terminal.out());
        return ExitCode.OK.number();
    }

    private static String kept(JsonNode retention) {
        if (!retention.has("count") && !retention.has("days")) {
            return "all";
        }
        String count = retention.has("count") ? retention.path("count").asInt() + " newest" : "";
        String days = retention.has("days") ? retention.path("days").asInt() + " days" : "";
        return count + (count.isEmpty() || days.isEmpty() ? "" : ", ") + days;
    }

    @Command(
            name = "create",
            description = "Make an environment; with --clone-of, with what is live in another.",
            footer = {"", "Example: fairlead environments create staging --clone-of production"})
    Integer create(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "where") Where where,
            @Mixin(name = "wanted") Wanted wanted,
            @Option(names = "--clone-of", description = "the environment it begins like")
                    @Nullable String cloneOf,
            @Parameters(paramLabel = "NAME", description = "such as staging") String name) {
        ApiClient api = terminal.api();
        Map<String, Object> body = wanted.body(api.tree(Map.of()));
        body.put("project", where.project());
        body.put("name", name);
        if (cloneOf != null) {
            body.put("cloneOf", cloneOf);
        }
        return terminal.change(
                api, api.post("/environments", body), _ -> "'" + name + "' is there");
    }

    @Command(
            name = "update",
            description = "Change who may deploy there, and which versions it keeps.",
            footer = {"", "Example: fairlead environments update staging --keep 10"})
    Integer update(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "where") Where where,
            @Mixin(name = "wanted") Wanted wanted,
            @Parameters(paramLabel = "NAME", description = "the environment") String name) {
        ApiClient api = terminal.api();
        String path = "/environments/" + where.id(api, name);
        Map<String, Object> body = wanted.body(api.send(ApiClient.Call.get(path)));
        return terminal.change(api, api.patch(path, body), _ -> "'" + name + "' changed");
    }

    @Command(
            name = "delete",
            description = "Remove an environment with all that runs there.",
            footer = {"", "Example: fairlead environments delete pr-12 --yes"})
    Integer delete(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "where") Where where,
            @Option(names = "--yes", description = "do not ask") boolean yes,
            @Parameters(paramLabel = "NAME", description = "the environment") String name) {
        if (!yes) {
            throw new CommandFailed(
                    ExitCode.REFUSED,
                    "'" + name + "' and all that runs there would be gone; say --yes");
        }
        ApiClient api = terminal.api();
        var call = ApiClient.Call.delete("/environments/" + where.id(api, name));
        return terminal.change(api, call, _ -> "'" + name + "' is gone");
    }

    @Command(
            name = "freeze",
            description = "Release nothing there until it thaws; rolling back stays possible.",
            footer = {"", "Example: fairlead environments freeze production --reason 'sale'"})
    Integer freeze(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "where") Where where,
            @Option(names = "--reason", description = "for those who try") @Nullable String reason,
            @Parameters(paramLabel = "NAME", description = "the environment") String name) {
        ApiClient api = terminal.api();
        Map<String, String> body = reason == null ? Map.of() : Map.of("reason", reason);
        var call = api.post("/environments/" + where.id(api, name) + ":freeze", body);
        return terminal.change(api, call, _ -> "'" + name + "' is frozen");
    }

    @Command(
            name = "thaw",
            description = "Release again what waits, and what comes.",
            footer = {"", "Example: fairlead environments thaw production"})
    Integer thaw(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "where") Where where,
            @Parameters(paramLabel = "NAME", description = "the environment") String name) {
        ApiClient api = terminal.api();
        var call = api.post("/environments/" + where.id(api, name) + ":thaw", Map.of());
        return terminal.change(api, call, _ -> "'" + name + "' takes releases");
    }

    @Command(
            name = "due",
            description = "Show which versions would be removed now, by its retention or another.",
            footer = {"", "Example: fairlead environments due production --keep 5"})
    Integer due(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "where") Where where,
            @Option(names = "--keep", description = "by this number instead") @Nullable String keep,
            @Option(names = "--keep-days", description = "by this age instead")
                    @Nullable String days,
            @Parameters(paramLabel = "NAME", description = "the environment") String name) {
        ApiClient api = terminal.api();
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put("count", keep);
        query.put("days", days);
        JsonNode page =
                api.send(
                        ApiClient.Call.get(
                                "/environments/"
                                        + where.id(api, name)
                                        + "/due-versions"
                                        + ApiClient.query(query)));
        if (terminal.printed(api, page)) {
            return ExitCode.OK.number();
        }
        var table = new Table("SERVICE", "VERSION", "CREATED", "BYTES");
        for (JsonNode item : page.path("items")) {
            DueVersionJson due = api.as(item, DueVersionJson.class);
            table.row(due.service(), due.version(), due.createdAt(), due.bytes());
        }
        table.print(terminal.out());
        return ExitCode.OK.number();
    }
}

package dev.fairlead.cli.quotas;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Names;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Table;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// `quotas`: what may be used, and is.
@Command(
        name = "quotas",
        description = "Show what the organization or a project may use, and uses; or set it.",
        footer = {
            "",
            "Example: fairlead quotas --project shop",
            "Example: fairlead quotas set --functions 50 --requests 1000000",
            "Days and months are those of UTC."
        })
public final class QuotasCommand implements Callable<Integer> {
    private static final String NONE = "none";

    @Mixin private Terminal terminal = new Terminal();
    @Mixin private Whose whose = new Whose();

    /// Whose quotas are meant.
    static final class Whose {
        @Option(
                names = {"-p", "--project"},
                description = "a project's instead of the organization's")
        private @Nullable String project;

        @Option(
                names = "--default",
                description = "what holds for every organization that has none of its own")
        private boolean everybody;

        String path(ApiClient api) {
            if (project != null) {
                return "/projects/" + new Names(api).project(project) + "/quotas";
            }
            return everybody ? "/installation/quotas" : "/organization/quotas";
        }
    }

    /// What they become; what is not named stays.
    static final class Wanted {
        @Option(names = "--functions", description = "how many functions, or `none` for no quota")
        private @Nullable String functions;

        @Option(names = "--deployments", description = "deployments a day, or `none`")
        private @Nullable String deploymentsPerDay;

        @Option(names = "--storage", description = "bytes, such as 512M or 10G, or `none`")
        private @Nullable String storageBytes;

        @Option(names = "--build-minutes", description = "minutes of builds a month, or `none`")
        private @Nullable String buildMinutesPerMonth;

        @Option(names = "--requests", description = "requests a month, or `none`")
        private @Nullable String requestsPerMonth;

        Map<String, @Nullable String> all() {
            var all = new LinkedHashMap<String, @Nullable String>();
            all.put("functions", functions);
            all.put("deploymentsPerDay", deploymentsPerDay);
            all.put("storageBytes", storageBytes);
            all.put("buildMinutesPerMonth", buildMinutesPerMonth);
            all.put("requestsPerMonth", requestsPerMonth);
            return all;
        }
    }

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.get(whose.path(api));
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        return shown(terminal, api, api.send(call));
    }

    private static Integer shown(Terminal terminal, ApiClient api, JsonNode answer) {
        if (terminal.printed(api, answer)) {
            return ExitCode.OK.number();
        }
        var table = new Table("QUOTA", "USED", "OF", "SET FOR", "UNTIL");
        for (JsonNode one : answer.path("items")) {
            String resource = one.path("resource").asString();
            table.row(
                    resource,
                    shown(resource, one.path("used").asLong()),
                    one.has("most") ? shown(resource, one.path("most").asLong()) : "no limit",
                    one.path("origin").asString("-"),
                    one.path("resetsAt").asString("-"));
        }
        table.print(terminal.out());
        return ExitCode.OK.number();
    }

    private static String shown(String resource, long amount) {
        return resource.equals("storageBytes") ? Bytes.shown(amount) : Long.toString(amount);
    }

    @Command(
            name = "set",
            description = "Set quotas; those that are not named stay as they are.",
            footer = {"", "Example: fairlead quotas set --project shop --storage 2G"})
    Integer set(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "whose") Whose whose,
            @Mixin(name = "wanted") Wanted wanted) {
        ApiClient api = terminal.api();
        String path = whose.path(api);
        var quotas = new LinkedHashMap<String, Object>();
        for (JsonNode one : api.send(ApiClient.Call.get(path)).path("items")) {
            boolean own = !one.path("origin").asString("").equals("default");
            if (one.has("most") && (own || whose.everybody)) {
                quotas.put(one.path("resource").asString(), one.path("most").asLong());
            }
        }
        wanted.all()
                .forEach((resource, text) -> {
                    if (text != null && text.equals(NONE)) {
                        quotas.remove(resource);
                    } else if (text != null) {
                        quotas.put(resource, number(resource, text));
                    }
                });
        var call = api.put(path, quotas);
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        return shown(terminal, api, api.send(call));
    }

    private static long number(String resource, String text) {
        try {
            return resource.equals("storageBytes") ? Bytes.parse(text) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, resource + ": '" + text + "' is neither a number nor `none`");
        }
    }
}

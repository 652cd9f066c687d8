package dev.fairlead.cli.releases;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.AliasResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `alias`: how requests are spread over versions.
@Command(
        name = "alias",
        description = "List a function's aliases; or spread the requests of one over versions.",
        footer = {
            "",
            "Example: fairlead alias demo/hello",
            "Example: fairlead alias set demo/hello live 7=90 8=10 --sticky cookie",
            "Example: fairlead alias set demo/hello live 7 --if header:x-beta=yes:8",
            "Example: fairlead alias figures demo/hello live"
        })
public final class AliasCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    /// Where the alias is.
    static final class Which {
        @Option(
                names = {"-e", "--environment"},
                description = "where (default: production)")
        private @Nullable String environment;

        String path(String function, String alias, String rest) {
            var query = new LinkedHashMap<String, @Nullable String>();
            query.put("environment", environment);
            return "/functions/" + function + "/aliases/" + alias + rest + ApiClient.query(query);
        }
    }

    /// How else than by weights.
    static final class Spread {
        @Option(names = "--sticky", description = "cookie, user, or header:NAME")
        private @Nullable String sticky;

        @Option(
                names = "--if",
                paramLabel = "WHERE:NAME[=VALUE]:VERSION",
                description = "requests with this header, query or cookie go there")
        private @Nullable List<String> conditions;

        @Option(
                names = "--mirror",
                paramLabel = "VERSION=PERCENT",
                description = "a version that gets a copy of so many requests")
        private @Nullable String mirror;

        void into(Map<String, Object> body) {
            if (conditions != null) {
                body.put("conditions", conditions.stream().map(AliasCommand::condition).toList());
            }
            if (sticky != null) {
                int colon = sticky.indexOf(':');
                body.put(
                        "sticky",
                        colon < 0
                                ? Map.of("by", sticky)
                                : Map.of(
                                        "by",
                                        sticky.substring(0, colon),
                                        "name",
                                        sticky.substring(colon + 1)));
            }
            if (mirror != null) {
                body.put("mirror", weight(mirror));
            }
        }
    }

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        return terminal.list(
                api,
                "/functions/" + function.find(api).id() + "/aliases",
                "nothing is deployed yet",
                new Terminal.Columns(
                        List.of("ALIAS", "ENVIRONMENT", "VERSIONS", "BEFORE", "URL"),
                        item -> {
                            AliasResponse one = api.as(item, AliasResponse.class);
                            return List.of(
                                    one.name(),
                                    one.environment(),
                                    versions(one),
                                    one.previousVersion() == null
                                            ? "-"
                                            : one.previousVersion().toString(),
                                    one.url());
                        }));
    }

    private static String versions(AliasResponse alias) {
        if (alias.weights().size() == 1) {
            return alias.version() + (alias.conditions() == null ? "" : " and by conditions");
        }
        var text = new ArrayList<String>();
        alias.weights().forEach(w -> text.add(w.version() + "=" + w.weight() + " %"));
        return String.join(", ", text);
    }

    @Command(
            name = "set",
            description = "Spread an alias's requests over versions.",
            footer = {"", "Example: fairlead alias set demo/hello live 7=90 8=10"})
    Integer set(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "function") FunctionOptions function,
            @Mixin(name = "which") Which which,
            @Mixin(name = "spread") Spread spread,
            @Parameters(index = "1", paramLabel = "ALIAS", description = "such as live or canary")
                    String alias,
            @Parameters(
                            index = "2..*",
                            arity = "1..*",
                            paramLabel = "VERSION[=PERCENT]",
                            description = "percentages add up to 100")
                    List<String> weights) {
        ApiClient api = terminal.api();
        String path = which.path(function.find(api).id(), alias, "");
        var body = new LinkedHashMap<String, Object>();
        body.put(
                "weights",
                weights.size() == 1 && weights.getFirst().indexOf('=') < 0
                        ? List.of(weight(weights.getFirst() + "=100"))
                        : weights.stream().map(AliasCommand::weight).toList());
        spread.into(body);
        return terminal.change(
                api,
                api.put(path, body),
                answer -> "'" + alias + "' is " + versions(api.as(answer, AliasResponse.class)));
    }

    private static Map<String, Object> weight(String text) {
        String[] parts = text.split("=", 2);
        try {
            return Map.of(
                    "version",
                    Integer.parseInt(parts[0]),
                    "weight",
                    new BigDecimal(parts.length == 1 ? "" : parts[1]));
        } catch (NumberFormatException e) {
            throw new CommandFailed(ExitCode.USAGE, "'" + text + "': use VERSION=PERCENT, as 7=90");
        }
    }

    private static Map<String, Object> condition(String text) {
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        if (first < 0 || last == first) {
            throw new CommandFailed(
                    ExitCode.USAGE, "'" + text + "': use it as in header:x-beta=yes:8");
        }
        String[] name = text.substring(first + 1, last).split("=", 2);
        var condition = new LinkedHashMap<String, Object>();
        condition.put("in", text.substring(0, first));
        condition.put("name", name[0]);
        if (name.length == 2) {
            condition.put("value", name[1]);
        }
        try {
            condition.put("version", Integer.parseInt(text.substring(last + 1)));
        } catch (NumberFormatException e) {
            throw new CommandFailed(ExitCode.USAGE, "'" + text + "' names no version");
        }
        return condition;
    }

    @Command(
            name = "remove",
            description = "Remove an alias; its versions stay.",
            footer = {"", "Example: fairlead alias remove demo/hello beta"})
    Integer remove(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "function") FunctionOptions function,
            @Mixin(name = "which") Which which,
            @Parameters(index = "1", paramLabel = "ALIAS", description = "such as live or canary")
                    String alias) {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.delete(which.path(function.find(api).id(), alias, ""));
        return terminal.change(api, call, _ -> "'" + alias + "' is gone");
    }

    @Command(
            name = "figures",
            description = "Show what the gateway counted of each version in the last hour.",
            footer = {"", "Example: fairlead alias figures demo/hello live"})
    Integer figures(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "function") FunctionOptions function,
            @Mixin(name = "which") Which which,
            @Parameters(index = "1", paramLabel = "ALIAS", description = "such as live or canary")
                    String alias) {
        ApiClient api = terminal.api();
        return terminal.list(
                api,
                which.path(function.find(api).id(), alias, "/figures"),
                "nothing was counted: figures are of aliases that are split",
                RolloutsCommand.figures(api));
    }
}

package dev.fairlead.cli.domains;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `routes`: which requests of a domain go where.
@Command(
        name = "routes",
        description = "List, add, replace, explain and remove the routes of a domain.",
        footer = {
            "",
            "Example: fairlead routes list shop.example.org",
            "Example: fairlead routes add shop.example.org --path '/api/*' --service api --strip",
            "Example: fairlead routes explain https://shop.example.org/api/users"
        })
public final class RoutesCommand {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("PATH", "METHODS", "IF", "PRIORITY", "THEN", "ID"),
                    one ->
                            List.of(
                                    one.path("path").asString(),
                                    words(one.path("methods")),
                                    conditions(one.path("conditions")),
                                    one.path("priority").asString(),
                                    then(one),
                                    one.path("id").asString()));

    private static String words(JsonNode list) {
        var words = new ArrayList<String>();
        list.forEach(one -> words.add(one.asString()));
        return words.isEmpty() ? "all" : String.join(",", words);
    }

    private static String conditions(JsonNode list) {
        var words = new ArrayList<String>();
        for (JsonNode one : list) {
            String value = one.path("value").isString() ? "=" + one.path("value").asString() : "";
            words.add(one.path("in").asString() + ":" + one.path("name").asString() + value);
        }
        return words.isEmpty() ? "-" : String.join(" ", words);
    }

    private static String then(JsonNode one) {
        if (!one.path("service").isString()) {
            return one.path("status").asString() + " " + one.path("redirect").asString("");
        }
        String environment = one.path("environment").asString();
        String alias = one.path("alias").asString();
        return one.path("service").asString()
                + (environment.equals("production") ? "" : " -e " + environment)
                + (alias.equals("live") ? "" : " --alias " + alias);
    }

    @Command(
            name = "list",
            description = "List a domain's routes, in the order they are tried.",
            footer = {"", "Example: fairlead routes list shop.example.org"})
    Integer list(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "in") InProject in,
            @Parameters(paramLabel = "DOMAIN", description = "its name or id") String domain) {
        ApiClient api = terminal.api();
        return terminal.list(
                api,
                in.domain(api, domain) + "/routes",
                "no routes; `fairlead routes add " + domain + " --help` says how to make one",
                COLUMNS);
    }

    @Command(
            name = "add",
            description = "Decide what becomes of some requests of a domain.",
            footer = {
                "",
                "Example: fairlead routes add shop.example.org --path '/api/*' --service api"
                        + " --strip",
                "Example: fairlead routes add shop.example.org --path '/old/*' --redirect"
                        + " '/new/{rest}'"
            })
    Integer add(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "in") InProject in,
            @Mixin(name = "route") RouteOptions route,
            @Parameters(paramLabel = "DOMAIN", description = "its name or id") String domain) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.post(in.domain(api, domain) + "/routes", route.body(terminal, api, in.name())),
                one -> one.path("id").asString() + " decides from now on");
    }

    @Command(
            name = "replace",
            description = "Make a route another; its id stays, and passwords of those named do.",
            footer = {"", "Example: fairlead routes replace ROUTE --path '/api/*' --service api"})
    Integer replace(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "in") InProject in,
            @Mixin(name = "route") RouteOptions route,
            @Parameters(paramLabel = "ROUTE", description = "its id") String id) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.put("/routes/" + id, route.body(terminal, api, in.name())),
                one -> one.path("id").asString() + " decides from now on");
    }

    @Command(
            name = "show",
            description = "Show a route.",
            footer = {"", "Example: fairlead routes show ROUTE"})
    Integer show(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "ROUTE", description = "its id") String id) {
        return terminal.change(
                terminal.api(),
                ApiClient.Call.get("/routes/" + id),
                one -> String.join("  ", COLUMNS.cells().apply(one)));
    }

    @Command(
            name = "remove",
            description = "Take a route away.",
            footer = {"", "Example: fairlead routes remove ROUTE"})
    Integer remove(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "ROUTE", description = "its id") String id) {
        return terminal.change(
                terminal.api(),
                ApiClient.Call.delete("/routes/" + id),
                _ -> id + " decides no more");
    }

    @Command(
            name = "explain",
            description = "Say which route would decide a request, and why each other one not.",
            footer = {"", "Example: fairlead routes explain https://shop.example.org/api/users"})
    Integer explain(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "in") InProject in,
            @Parameters(paramLabel = "URL", description = "as a client would ask it") String url,
            @Option(names = "--method", description = "(default: GET)") @Nullable String method,
            @Option(names = "--header", description = "NAME=VALUE; may be given again")
                    @Nullable Map<String, String> headers) {
        ApiClient api = terminal.api();
        var wanted = new LinkedHashMap<String, @Nullable Object>();
        wanted.put("url", url);
        wanted.put("method", method);
        wanted.put("headers", headers);
        return terminal.change(
                api, api.post(in.path(api, "/routes:explain"), wanted), RoutesCommand::told);
    }

    private static String told(JsonNode one) {
        var text = new StringBuilder(one.path("outcome").asString());
        if (one.path("service").isString()) {
            text.append(": ").append(then(one));
            text.append(", asked for ").append(one.path("path").asString());
        }
        if (one.path("location").isString()) {
            text.append(": ").append(one.path("location").asString());
        }
        for (JsonNode step : one.path("steps")) {
            text.append("\n    ").append(step.asString());
        }
        for (JsonNode tried : one.path("tried")) {
            text.append('\n')
                    .append(tried.path("decides").asBoolean() ? "* " : "  ")
                    .append(tried.path("route").asString())
                    .append("  ")
                    .append(tried.path("path").asString())
                    .append("  ")
                    .append(tried.path("why").asString());
        }
        return text.toString();
    }
}

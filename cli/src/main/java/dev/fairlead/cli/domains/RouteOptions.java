package dev.fairlead.cli.domains;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Functions;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.passwords.PasswordOptions;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.PasswordUserJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A route as it is wished for.
final class RouteOptions {
    @Option(
            names = "--path",
            defaultValue = "/*",
            description =
                    "such as /healthz, /api/* (it and all below it) or /users/{id} (default: /*)")
    private String path = "/*";

    @Option(names = "--method", description = "only these; may be given again")
    private @Nullable List<String> methods;

    @Option(
            names = "--if",
            paramLabel = "CONDITION",
            description = "header:NAME[=VALUE] or query:NAME[=VALUE]; may be given again")
    private @Nullable List<String> conditions;

    @Option(names = "--priority", description = "decides between equals; the higher one first")
    private int priority;

    @Option(names = "--service", description = "this service answers, by name or id")
    private @Nullable String service;

    @Option(
            names = {"-e", "--environment"},
            description = "in which environment (default: production)")
    private @Nullable String environment;

    @Option(names = "--alias", description = "which alias of it (default: live)")
    private @Nullable String alias;

    @Option(names = "--strip", description = "asked without the route's path: --rewrite /{rest}")
    private boolean strip;

    @Option(
            names = "--rewrite",
            paramLabel = "PATH",
            description = "asked by this path; {rest} is what comes behind the route's")
    private @Nullable String rewrite;

    @Option(
            names = "--redirect",
            paramLabel = "ADDRESS",
            description = "sent elsewhere, such as https://example.org/{rest}")
    private @Nullable String redirect;

    @Option(names = "--status", description = "of the redirect, or of an answer of its own")
    private @Nullable Integer status;

    @Option(names = "--body", description = "of that answer")
    private @Nullable String body;

    @Option(names = "--content-type", description = "of that answer (default: text/plain)")
    private @Nullable String type;

    @Option(names = "--allow", paramLabel = "NETWORK", description = "only from there")
    private @Nullable List<String> allow;

    @Option(names = "--deny", paramLabel = "NETWORK", description = "not from there")
    private @Nullable List<String> deny;

    @Mixin private PasswordOptions passwords = new PasswordOptions();

    @Option(
            names = "--cors",
            paramLabel = "ORIGIN",
            description = "pages of it may read answers; may be given again")
    private @Nullable List<String> origins;

    @Option(names = "--cors-credentials", description = "with cookies, too")
    private boolean credentials;

    @Option(
            names = "--request-header",
            paramLabel = "NAME=VALUE",
            description = "sets it; an empty value takes it out; may be given again")
    private @Nullable Map<String, String> requestHeaders;

    @Option(
            names = "--answer-header",
            paramLabel = "NAME=VALUE",
            description = "sets it; an empty value takes it out; may be given again")
    private @Nullable Map<String, String> answerHeaders;

    @Option(names = "--compress", description = "answers, with zstd or gzip")
    private boolean compress;

    Map<String, @Nullable Object> body(Terminal terminal, ApiClient api, String project) {
        var wanted = new LinkedHashMap<String, @Nullable Object>();
        wanted.put("path", path);
        wanted.put("methods", methods);
        wanted.put(
                "conditions",
                conditions == null
                        ? null
                        : conditions.stream().map(RouteOptions::condition).toList());
        wanted.put("priority", priority);
        wanted.put(
                "service", service == null ? null : new Functions(api).get(service, project).id());
        wanted.put("environment", environment);
        wanted.put("alias", alias);
        wanted.put("rewrite", strip ? "/{rest}" : rewrite);
        wanted.put("redirect", redirect);
        wanted.put("status", status);
        wanted.put("body", body);
        wanted.put("contentType", type);
        wanted.put("steps", steps(terminal));
        return wanted;
    }

    private @Nullable Map<String, @Nullable Object> steps(Terminal terminal) {
        var steps = new LinkedHashMap<String, @Nullable Object>();
        put(steps, "allow", allow);
        put(steps, "deny", deny);
        put(
                steps,
                "cors",
                origins == null ? null : Map.of("origins", origins, "credentials", credentials));
        List<PasswordUserJson> users = passwords.users(terminal);
        put(steps, "users", users.isEmpty() ? null : users);
        put(steps, "requestHeaders", changes(requestHeaders));
        put(steps, "answerHeaders", changes(answerHeaders));
        put(steps, "compress", compress ? true : null);
        return steps.isEmpty() ? null : steps;
    }

    private static void put(
            Map<String, @Nullable Object> into, String name, @Nullable Object value) {
        if (value != null) {
            into.put(name, value);
        }
    }

    private static @Nullable Map<String, Object> changes(@Nullable Map<String, String> headers) {
        if (headers == null) {
            return null;
        }
        var set = new LinkedHashMap<String, String>();
        var remove = new ArrayList<String>();
        headers.forEach((name, value) -> {
            if (value.isEmpty()) {
                remove.add(name);
            } else {
                set.put(name, value);
            }
        });
        return Map.of("set", set, "remove", remove);
    }

    private static Map<String, @Nullable String> condition(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new CommandFailed(
                    ExitCode.USAGE, "write header:NAME or query:NAME=VALUE, not " + text);
        }
        int equals = text.indexOf('=', colon);
        var condition = new LinkedHashMap<String, @Nullable String>();
        condition.put("in", text.substring(0, colon));
        condition.put("name", text.substring(colon + 1, equals < 0 ? text.length() : equals));
        condition.put("value", equals < 0 ? null : text.substring(equals + 1));
        return condition;
    }
}

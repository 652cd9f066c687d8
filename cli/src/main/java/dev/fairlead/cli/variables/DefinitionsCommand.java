package dev.fairlead.cli.variables;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Functions;
import dev.fairlead.cli.terminal.Terminal;

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

/// `variables definitions`: what a project's functions expect.
@Command(
        name = "definitions",
        description = "List what a project's functions expect of variables; or define that.",
        footer = {
            "",
            "Example: fairlead variables definitions -p shop",
            "Example: fairlead variables definitions set -p shop PORT --type integer --required",
            "Example: fairlead variables definitions copy -p shop --from template"
        })
final class DefinitionsCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private InProject where = new InProject();

    /// Whose definitions are meant.
    static final class InProject {
        @Option(
                names = {"-p", "--project"},
                description = "the project (default: default)")
        private @Nullable String project;

        String path(String below) {
            var query = new LinkedHashMap<String, @Nullable String>();
            query.put("project", Functions.orDefault(project));
            return "/variable-definitions" + below + ApiClient.query(query);
        }
    }

    /// What a definition is to be.
    static final class Wanted {
        @Option(
                names = "--type",
                description =
                        "string (default), number, integer, boolean, url, email, enum" + " or json")
        private @Nullable String type;

        @Option(names = "--allowed", split = ",", description = "what an enum can be")
        private @Nullable List<String> allowed;

        @Option(names = "--pattern", description = "what the whole value matches (RE2)")
        private @Nullable String pattern;

        @Option(names = "--required", description = "nothing is released without it")
        private boolean required;

        @Option(names = "--default", description = "what it is where nobody sets it")
        private @Nullable String standard;

        @Option(names = "--secret", description = "it has to be a secret")
        private boolean secret;

        @Option(names = "--description", description = "for those who have to set it")
        private @Nullable String description;

        Map<String, @Nullable Object> body(String name) {
            var one = new LinkedHashMap<String, @Nullable Object>();
            one.put("name", name);
            one.put("type", type);
            one.put("allowed", allowed);
            one.put("pattern", pattern);
            one.put("required", required);
            one.put("defaultValue", standard);
            one.put("secret", secret);
            one.put("description", description);
            one.values().removeIf(value -> value == null);
            return one;
        }
    }

    @Override
    public Integer call() {
        return terminal.list(
                terminal.api(),
                where.path(""),
                "no definitions; `fairlead variables definitions set` makes one",
                new Terminal.Columns(
                        List.of("NAME", "TYPE", "REQUIRED", "SECRET", "DEFAULT", "DESCRIPTION"),
                        item ->
                                List.of(
                                        item.path("name").asString(),
                                        type(item),
                                        item.path("required").asBoolean() ? "yes" : "",
                                        item.path("secret").asBoolean() ? "yes" : "",
                                        item.path("defaultValue").asString(""),
                                        item.path("description").asString(""))));
    }

    private static String type(JsonNode item) {
        String type = item.path("type").asString();
        String pattern = item.path("pattern").asString("");
        return pattern.isEmpty() ? type : type + " " + pattern;
    }

    @Command(
            name = "set",
            description = "Define a variable, or define it anew.",
            footer = {
                "",
                "Example: fairlead variables definitions set -p shop TIER --type enum"
                        + " --allowed free,paid --default free"
            })
    Integer set(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "where") InProject where,
            @Mixin(name = "wanted") Wanted wanted,
            @Parameters(paramLabel = "NAME", description = "the variable") String name) {
        ApiClient api = terminal.api();
        var call = api.put(where.path(""), Map.of("definitions", List.of(wanted.body(name))));
        return terminal.change(api, call, _ -> "defined " + name);
    }

    @Command(
            name = "copy",
            description = "Take over all definitions of another project.",
            footer = {"", "Example: fairlead variables definitions copy -p shop --from template"})
    Integer copy(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "where") InProject where,
            @Option(names = "--from", required = true, description = "the other project")
                    String from) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.put(where.path(""), Map.of("from", from)),
                answer -> "there are " + answer.path("items").size() + " definitions");
    }

    @Command(
            name = "remove",
            description = "Remove a definition; variables stay.",
            footer = {"", "Example: fairlead variables definitions remove -p shop PORT"})
    Integer remove(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "where") InProject where,
            @Parameters(paramLabel = "NAME", description = "the variable") String name) {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.delete(where.path("/" + name));
        return terminal.change(api, call, _ -> "removed the definition of " + name);
    }
}

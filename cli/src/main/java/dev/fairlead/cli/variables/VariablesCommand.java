package dev.fairlead.cli.variables;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Seconds;
import dev.fairlead.cli.output.Table;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.cli.terminal.Typed;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.variables.Dotenv;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/// `variables`: variables and secrets of every scope.
@Command(
        name = "variables",
        description = {
            "List, set, rotate and reveal variables and secrets of every scope.",
            "Without -p, -e or -f they are the organization's."
        },
        subcommands = DefinitionsCommand.class,
        footer = {
            "",
            "Example: fairlead variables -f shop/cart",
            "Example: fairlead variables set -p shop MODE=production",
            "Example: fairlead variables set -f shop/cart API_TOKEN --secret < token.txt"
        })
public final class VariablesCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private ScopeOptions scope = new ScopeOptions();

    @Override
    public Integer call() {
        return list(terminal, scope);
    }

    @Command(
            name = "list",
            description = "List what is set at one scope; the values of secrets are not shown.",
            footer = {"", "Example: fairlead variables list -p shop -e staging"})
    Integer list(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "scope") ScopeOptions scope) {
        ApiClient api = terminal.api();
        return terminal.list(
                api,
                "/variables" + scope.query(),
                "no variables; `fairlead variables set` makes one",
                new Terminal.Columns(
                        List.of("NAME", "VALUE", "SEEN BY", "UPDATED"),
                        item ->
                                List.of(
                                        item.path("name").asString(),
                                        shown(item),
                                        item.path("seen").asString(),
                                        item.path("updatedAt").asString())));
    }

    private static String shown(JsonNode variable) {
        return variable.path("secret").asBoolean()
                ? "(secret)"
                : variable.path("value").asString().replace("\n", "\\n");
    }

    @Command(
            name = "check",
            description =
                    "Show what a function, an environment or a project sees of all scopes, where"
                            + " each value comes from, and what is wrong.",
            footer = {"", "Example: fairlead variables check -f shop/cart -e staging"})
    Integer check(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "scope") ScopeOptions scope,
            @Option(names = "--seen", description = "by what: run (default) or build")
                    @Nullable String seen) {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.get("/effective-variables" + scope.onlooker(seen));
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        boolean sound = answer.path("errors").isEmpty();
        if (!terminal.printed(api, answer)) {
            var table = new Table("NAME", "VALUE", "FROM", "HIDES");
            for (JsonNode one : answer.path("variables")) {
                var hidden = new ArrayList<String>();
                one.path("hides").forEach(h -> hidden.add(h.asString()));
                table.row(
                        one.path("name").asString(),
                        shown(one),
                        one.path("origin").asString(),
                        String.join(", ", hidden));
            }
            table.print(terminal.out());
            answer.path("errors").forEach(e -> terminal.out().println("wrong: " + problem(e)));
        }
        return (sound ? ExitCode.OK : ExitCode.REFUSED).number();
    }

    private static String problem(JsonNode error) {
        return error.path("pointer").asString().replaceFirst("^/variables/?", "")
                + " "
                + error.path("detail").asString();
    }

    @Command(
            name = "set",
            description = {
                "Set variables, and release what is live and sees them. Nothing is built.",
                "A NAME without a value is asked for, or read from standard input: a secret does"
                        + " not belong on a command line, where others can read it."
            },
            footer = {"", "Example: fairlead variables set -p shop MODE=production"})
    Integer set(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "scope") ScopeOptions scope,
            @Option(names = "--secret", description = "seal it; it is shown in no list")
                    boolean secret,
            @Option(names = "--plain", description = "what was a secret is none any more")
                    boolean plain,
            @Option(names = "--seen", description = "by run (default), build or both")
                    @Nullable String seen,
            @Option(names = "--no-release", description = "the next release has it")
                    boolean noRelease,
            @Parameters(arity = "1..*", paramLabel = "NAME[=VALUE]", description = "what to set")
                    List<String> pairs) {
        var values = new LinkedHashMap<String, String>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            values.put(
                    name,
                    equals < 0 ? Typed.value(terminal, name, secret) : pair.substring(equals + 1));
        }
        return change(terminal, scope, wishes(values, secret, plain, seen), List.of(), noRelease);
    }

    private static List<Map<String, Object>> wishes(
            Map<String, String> values, boolean secret, boolean plain, @Nullable String seen) {
        var wishes = new ArrayList<Map<String, Object>>();
        values.forEach((name, value) -> {
            var wish = new LinkedHashMap<String, Object>();
            wish.put("name", name);
            wish.put("value", value);
            if (secret || plain) {
                wish.put("secret", secret);
            }
            if (seen != null) {
                wish.put("seen", seen);
            }
            wishes.add(wish);
        });
        return wishes;
    }

    private static Integer change(
            Terminal terminal,
            ScopeOptions scope,
            List<Map<String, Object>> set,
            List<String> remove,
            boolean noRelease) {
        ApiClient api = terminal.api();
        List<Map<String, Object>> sent =
                terminal.curl() ? set.stream().map(VariablesCommand::masked).toList() : set;
        var body = new LinkedHashMap<String, Object>();
        body.put("set", sent);
        body.put("remove", remove);
        if (noRelease) {
            body.put("release", false);
        }
        var names = new ArrayList<String>();
        set.forEach(one -> names.add(String.valueOf(one.get("name"))));
        String done = set.isEmpty() ? "removed " : "set ";
        return terminal.change(
                api,
                api.patch("/variables" + scope.query(), body),
                answer ->
                        done
                                + String.join(", ", set.isEmpty() ? remove : names)
                                + releases(answer));
    }

    private static Map<String, Object> masked(Map<String, Object> wish) {
        var masked = new LinkedHashMap<>(wish);
        masked.put("value", "…");
        return masked;
    }

    private static String releases(JsonNode answer) {
        var lines = new StringBuilder();
        for (JsonNode one : answer.path("releases")) {
            lines.append('\n')
                    .append(one.path("project").asString())
                    .append('/')
                    .append(one.path("function").asString())
                    .append(" in ")
                    .append(one.path("environment").asString())
                    .append(": ")
                    .append(outcome(one));
            one.path("errors").forEach(e -> lines.append("\n  ").append(problem(e)));
        }
        return lines.toString();
    }

    private static String outcome(JsonNode release) {
        return switch (release.path("outcome").asString()) {
            case "released" -> "version " + release.path("version").asInt();
            case "waiting" -> "waits for approval as " + release.path("deployment").asString();
            case "kept" -> "as it was: " + release.path("reason").asString();
            default -> "as it was, for these are wrong:";
        };
    }

    @Command(
            name = "unset",
            description = "Remove variables, and release what is live and saw them.",
            footer = {"", "Example: fairlead variables unset -f shop/cart MODE"})
    Integer unset(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "scope") ScopeOptions scope,
            @Option(names = "--no-release", description = "the next release does without")
                    boolean noRelease,
            @Parameters(arity = "1..*", paramLabel = "NAME", description = "what to remove")
                    List<String> names) {
        return change(terminal, scope, List.of(), names, noRelease);
    }

    @Command(
            name = "import",
            description = "Set all variables of a dotenv file, or of standard input.",
            footer = {"", "Example: fairlead variables import -p shop -e staging .env"})
    Integer importFile(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "scope") ScopeOptions scope,
            @Option(names = "--secret", description = "all of them are secrets") boolean secret,
            @Option(names = "--seen", description = "by run (default), build or both")
                    @Nullable String seen,
            @Option(names = "--no-release", description = "the next release has them")
                    boolean noRelease,
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "a dotenv file")
                    @Nullable Path file) {
        try {
            String text = file == null ? Typed.text(terminal) : Files.readString(file);
            Map<String, String> values = Dotenv.parse(text);
            if (values.isEmpty()) {
                throw new CommandFailed(ExitCode.USAGE, "there are no variables in it");
            }
            return change(
                    terminal, scope, wishes(values, secret, false, seen), List.of(), noRelease);
        } catch (InvalidValue e) {
            throw new CommandFailed(ExitCode.USAGE, e.what() + ": " + e.rule());
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read " + file);
        }
    }

    @Command(
            name = "export",
            description = {
                "Print what is set at one scope as a dotenv file.",
                "Secrets are left out, with a remark, unless --reveal is said and allowed."
            },
            footer = {"", "Example: fairlead variables export -p shop > shop.env"})
    Integer export(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "scope") ScopeOptions scope,
            @Option(names = "--reveal", description = "with secrets; each is audited")
                    boolean reveal) {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.get("/variables" + scope.query());
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        var values = new TreeMap<String, String>();
        var left = new ArrayList<String>();
        for (JsonNode one : api.send(call).path("items")) {
            String name = one.path("name").asString();
            if (!one.path("secret").asBoolean()) {
                values.put(name, one.path("value").asString());
            } else if (reveal) {
                values.put(name, revealed(api, scope, name).path("value").asString());
            } else {
                left.add(name);
            }
        }
        terminal.out().print(Dotenv.write(values));
        left.forEach(name -> terminal.out().println("# " + name + " is a secret"));
        return ExitCode.OK.number();
    }

    private static ApiClient.Call asking(ApiClient api, ScopeOptions scope, String name) {
        return api.post("/variables/" + name + ":reveal" + scope.query());
    }

    private static JsonNode revealed(ApiClient api, ScopeOptions scope, String name) {
        return api.send(asking(api, scope, name));
    }

    @Command(
            name = "reveal",
            description = "Print a secret, for who may see it. Each look is in the audit log.",
            footer = {"", "Example: fairlead variables reveal -f shop/cart API_TOKEN"})
    Integer reveal(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "scope") ScopeOptions scope,
            @Parameters(paramLabel = "NAME", description = "the variable") String name) {
        ApiClient api = terminal.api();
        return terminal.change(
                api, asking(api, scope, name), answer -> answer.path("value").asString());
    }

    @Command(
            name = "rotate",
            description = {
                "Set another value; for --overlap the one before is given, too, as NAME_PREVIOUS.",
                "The value is asked for, or read from standard input."
            },
            footer = {
                "",
                "Example: fairlead variables rotate -p shop API_TOKEN --overlap 1h < token.txt"
            })
    Integer rotate(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "scope") ScopeOptions scope,
            @Option(names = "--overlap", description = "such as 1h or 30m; none without it")
                    @Nullable String overlap,
            @Option(names = "--no-release", description = "the next release has it")
                    boolean noRelease,
            @Parameters(paramLabel = "NAME", description = "the variable") String name) {
        ApiClient api = terminal.api();
        var body = new LinkedHashMap<String, Object>();
        body.put("value", terminal.curl() ? "…" : Typed.value(terminal, name, true));
        body.put("overlapSeconds", overlap == null ? 0 : Seconds.of("--overlap", overlap));
        body.put("release", !noRelease);
        return terminal.change(
                api,
                api.post("/variables/" + name + ":rotate" + scope.query(), body),
                answer -> "rotated " + name + releases(answer));
    }
}

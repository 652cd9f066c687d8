package dev.fairlead.builders.parsing;

import dev.fairlead.builders.analysis.Match;
import dev.fairlead.builders.analysis.Rule;
import dev.fairlead.builders.analysis.Severity;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What JavaScript and TypeScript may not use. Much of it is not there in a function anyway: these
/// rules tell an author so early, with a place, and take away what would go round them.
public final class ScriptRules {
    public static final List<Rule> ALL =
            List.of(
                    rule(
                            "script-runtime-modules",
                            Severity.BLOCK,
                            "a module of Node.js, Deno or Bun, which functions do not have",
                            modules()),
                    rule(
                            "script-code-from-text",
                            Severity.BLOCK,
                            "functions may not make code out of text",
                            new Match.Type("eval"),
                            new Match.Call("Function", false),
                            new Match.Call("AsyncFunction", false),
                            new Match.Call("GeneratorFunction", false),
                            new Match.Call("setTimeout", true),
                            new Match.Call("setInterval", true),
                            new Match.Call("setImmediate", true)),
                    rule(
                            "script-import-by-value",
                            Severity.BLOCK,
                            "what is imported has to be named in the source as a text",
                            new Match.Modifier("import of no text")),
                    rule(
                            "script-process",
                            Severity.BLOCK,
                            "functions have no process but its `env`; return or throw to end",
                            new Match.Member(
                                    "process",
                                    Set.of(
                                            "exit",
                                            "reallyExit",
                                            "abort",
                                            "kill",
                                            "binding",
                                            "_linkedBinding",
                                            "dlopen",
                                            "getBuiltinModule",
                                            "mainModule",
                                            "chdir",
                                            "setuid",
                                            "setgid"))),
                    rule(
                            "script-webassembly",
                            Severity.BLOCK,
                            "functions may not compile WebAssembly; deploy the module itself",
                            new Match.Member(
                                    "WebAssembly",
                                    Set.of(
                                            "compile",
                                            "compileStreaming",
                                            "instantiate",
                                            "instantiateStreaming",
                                            "Module",
                                            "Instance"))),
                    rule(
                            "script-other-runtimes",
                            Severity.BLOCK,
                            "functions do not run in Deno or Bun",
                            new Match.Type("Deno"),
                            new Match.Type("Bun")),
                    rule(
                            "script-prototype",
                            Severity.WARN,
                            "to set a prototype so is slow, and a way in for what strangers sent",
                            new Match.Modifier("__proto__ =")),
                    rule(
                            "script-debugger",
                            Severity.WARN,
                            "nothing stops there",
                            new Match.Modifier("debugger")),
                    rule(
                            "script-with",
                            Severity.WARN,
                            "no name in it can be told; modules refuse it",
                            new Match.Modifier("with")));

    private ScriptRules() {}

    private static Rule rule(String id, Severity severity, String message, Match... matches) {
        return new Rule(id, severity, List.of(matches), message);
    }

    private static Match[] modules() {
        var all = new ArrayList<Match>();
        for (String name : NodeModules.names()) {
            all.add(new Match.Module(name));
        }
        for (String name : List.of("node:", "bun", "bun:", "deno", "jsr:", "npm:")) {
            all.add(new Match.Module(name));
        }
        for (String scheme : List.of("http:", "https:", "data:", "file:")) {
            all.add(new Match.Module(scheme));
        }
        return all.toArray(Match[]::new);
    }
}

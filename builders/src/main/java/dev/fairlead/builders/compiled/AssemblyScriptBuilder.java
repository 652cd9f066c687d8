package dev.fairlead.builders.compiled;

import dev.fairlead.builders.compiled.Workbench.Surroundings;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Builder;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compiles AssemblyScript with its own compiler on Node.js, with json-as where the source imports
/// it. The author's files stay as they are; an entry of ours hands on to their handler.
public final class AssemblyScriptBuilder implements Builder {
    private static final Pattern HANDLER =
            Pattern.compile(
                    "(?m)^\\s*export\\s+function\\s+handle\\s*\\(\\s*(?:\\w+\\s*:\\s*(\\w+))?");
    private static final Pattern JSON_AS = Pattern.compile("from\\s*['\"]json-as\\b");
    // Its faster ways split a character that lies across eight bytes of a text (json-as 1.6.0).
    private static final Map<String, String> JSON_MODE = Map.of("JSON_MODE", "NAIVE");
    private static final Remarks REMARKS =
            Remarks.of(
                    "^ERROR (?<message>[A-Z]+[0-9]+: .*)$",
                    "in (?<file>.+)\\((?<line>\\d+),(?<column>\\d+)\\)\\s*$");
    private static final String ENTRY = WorkCopy.OURS + "/entry.ts";
    private static final String PACKAGES = WorkCopy.OURS + "/packages";
    private static final String MODULE = WorkCopy.OURS + "/module.wasm";
    private static final String TOOLS = "/tools/node_modules";

    private final Workbench bench;

    public AssemblyScriptBuilder(Workbench bench) {
        this.bench = bench;
    }

    private record Handler(String file, boolean strings) {}

    @Override
    public Built build(BuildInput input) throws IOException, InterruptedException {
        input.progress().phase(BuildPhase.ANALYSING);
        bench.tools().require("AssemblyScript", List.of(Tool.NODE));
        bench.tools().requirePackage("AssemblyScript", "assemblyscript");
        List<String> sources = sources(input);
        Handler handler = handler(input, sources);
        boolean json = importsJson(input, sources);
        if (json) {
            bench.tools().requirePackage("json-as", "json-as");
        }
        input.progress().line("The handler is in " + handler.file + ".");
        WorkCopy work = WorkCopy.of(input);
        work.write(ENTRY, entry(handler));
        work.add("assemblyscript/fairlead/index.ts", PACKAGES + "/fairlead/index.ts");
        input.progress().phase(BuildPhase.COMPILING);
        bench.compile(
                input,
                command(json),
                new Surroundings(JSON_MODE, Map.of(TOOLS, bench.tools().packages())),
                REMARKS);
        return new Built(work.made(MODULE), Abi.ASSEMBLYSCRIPT);
    }

    private List<String> command(boolean json) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                bench.tools().path(Tool.NODE).toString(),
                                "--max-old-space-size=512",
                                // Half of the time would go into optimising the optimiser.
                                "--liftoff-only",
                                TOOLS + "/assemblyscript/bin/asc.js",
                                ENTRY,
                                "--outFile",
                                MODULE,
                                "--exportRuntime",
                                "-O2",
                                "--path",
                                TOOLS,
                                "--path",
                                PACKAGES));
        if (json) {
            all.addAll(List.of("--transform", TOOLS + "/json-as/transform/lib/index.js"));
            // json-as itself is full of them.
            all.addAll(List.of("--disableWarning", "201"));
        }
        return all;
    }

    private static String entry(Handler handler) {
        String name = handler.file.substring(0, handler.file.length() - ".ts".length());
        String module = "\"../" + name + "\"";
        if (handler.strings) {
            return "export { handle } from " + module + ";\n";
        }
        return "import { answer } from \"fairlead\";\nimport { handle as author } from "
                + module
                + ";\nexport function handle(input: string): string {\n"
                + "  return answer(input, author);\n}\n";
    }

    private static List<String> sources(BuildInput input) {
        return input.source().files().stream()
                .filter(file -> file.endsWith(".ts") && !file.endsWith(".d.ts"))
                .filter(file -> !file.startsWith("node_modules/"))
                .toList();
    }

    private static boolean importsJson(BuildInput input, List<String> sources) throws IOException {
        for (String file : sources) {
            if (JSON_AS.matcher(WorkCopy.text(input, file)).find()) {
                return true;
            }
        }
        return false;
    }

    private static Handler handler(BuildInput input, List<String> sources) throws IOException {
        List<Handler> found = new ArrayList<>();
        for (String file : sources) {
            Matcher handler = HANDLER.matcher(WorkCopy.text(input, file));
            if (handler.find()) {
                found.add(new Handler(file, !"Request".equals(handler.group(1))));
            }
        }
        if (found.isEmpty()) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_MISSING,
                    "No .ts file has `export function handle(request: Request): Response` or"
                            + " `export function handle(input: string): string`.");
        }
        if (found.size() > 1) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_AMBIGUOUS,
                    "More than one file exports a handler: "
                            + String.join(", ", found.stream().map(Handler::file).toList())
                            + ".");
        }
        return found.getFirst();
    }
}

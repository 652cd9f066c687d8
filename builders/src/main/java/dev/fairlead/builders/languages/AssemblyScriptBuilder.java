package dev.fairlead.builders.languages;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.StepRun;
import dev.fairlead.sandbox.WorkFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compiles AssemblyScript with its own compiler on Node.js. The author's files stay as they are;
/// an entry of ours re-exports their handler.
final class AssemblyScriptBuilder implements Builder {
    private static final Pattern HANDLER =
            Pattern.compile("(?m)^\\s*export\\s+function\\s+handle\\s*\\(");
    private static final Pattern REMARK = Pattern.compile("^ERROR ([A-Z]+[0-9]+): (.*)$");
    private static final Pattern PLACE = Pattern.compile("in (.+)\\((\\d+),(\\d+)\\)\\s*$");
    private static final String ENTRY = "fairlead-entry.ts";
    private static final String TOOLS = "/tools/node_modules/";
    private static final String COMPILER = "assemblyscript/bin/asc.js";

    private final BuilderSettings settings;
    private final StepRun steps;

    AssemblyScriptBuilder(BuilderSettings settings, StepRun steps) {
        this.settings = settings;
        this.steps = steps;
    }

    @Override
    public Built build(BuildInput input) throws IOException, InterruptedException {
        checkTools();
        SourceTree source = input.source();
        Path work = input.work();
        input.progress().phase(BuildPhase.ANALYSING);
        String handler = handler(source);
        input.progress().line("The handler is in " + handler + ".");
        for (String file : source.files()) {
            Path copy = work.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(source.path(file), copy);
        }
        String module = handler.substring(0, handler.length() - ".ts".length());
        Files.writeString(work.resolve(ENTRY), "export { handle } from \"./" + module + "\";\n");
        input.progress().phase(BuildPhase.COMPILING);
        Path artifact = work.resolve("fairlead-module.wasm");
        List<String> command =
                List.of(
                        settings.node().toString(),
                        "--max-old-space-size=512",
                        TOOLS + COMPILER,
                        ENTRY,
                        "--outFile",
                        artifact.getFileName().toString(),
                        "--exportRuntime",
                        "--optimize");
        Step step =
                Step.of(command, work, settings.limits())
                        .reading(Map.of(TOOLS, settings.packages()))
                        .with(input.variables(), input.secrets());
        StepRun.Result result = steps.run(step, input.progress()::line);
        if (result.exitCode() != 0 || !WorkFolder.has(work, artifact.getFileName().toString())) {
            throw failed(result.lines());
        }
        return new Built(artifact, Abi.ASSEMBLYSCRIPT);
    }

    private void checkTools() {
        if (!Files.isExecutable(settings.node())) {
            throw new BuildFailed(
                    ErrorCode.TOOLCHAIN_MISSING,
                    "AssemblyScript needs Node.js on the server: install the package nodejs.");
        }
        if (!Files.exists(settings.packages().resolve(COMPILER))) {
            throw new BuildFailed(
                    ErrorCode.TOOLCHAIN_MISSING,
                    "AssemblyScript's compiler is not installed on the server: install the npm"
                            + " package assemblyscript.");
        }
    }

    private static String handler(SourceTree source) throws IOException {
        List<String> found = new ArrayList<>();
        for (String file : source.files()) {
            boolean ours = file.endsWith(".ts") && !file.endsWith(".d.ts");
            if (ours
                    && !file.startsWith("node_modules/")
                    && HANDLER.matcher(Files.readString(source.path(file))).find()) {
                found.add(file);
            }
        }
        if (found.isEmpty()) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_MISSING,
                    "No .ts file has `export function handle(input: string): string`.");
        }
        if (found.size() > 1) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_AMBIGUOUS,
                    "More than one file exports a handler: " + String.join(", ", found) + ".");
        }
        return found.getFirst();
    }

    private static BuildFailed failed(List<String> lines) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        String message = "";
        for (String line : lines) {
            Matcher remark = REMARK.matcher(line);
            Matcher place = PLACE.matcher(line);
            if (remark.find()) {
                message = remark.group(1) + ": " + remark.group(2);
            } else if (!message.isEmpty() && place.find()) {
                diagnostics.add(
                        new Diagnostic(
                                place.group(1),
                                Integer.parseInt(place.group(2)),
                                Integer.parseInt(place.group(3)),
                                message));
                message = "";
            }
        }
        if (diagnostics.isEmpty()) {
            return new BuildFailed(
                    ErrorCode.COMPILE_FAILED,
                    message.isEmpty() ? "The compiler failed; see the build's log." : message);
        }
        Diagnostic first = diagnostics.getFirst();
        return new BuildFailed(
                ErrorCode.COMPILE_FAILED,
                first.file() + ":" + first.line() + ":" + first.column() + ": " + first.message(),
                diagnostics);
    }
}

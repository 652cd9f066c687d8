package dev.fairlead.builders.languages;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the handler's file, checks what is imported, and puts the scripts into one artifact: the
/// line `//fairlead-script 1`, then per file, the entry first, `//file LENGTH NAME` and its bytes.
public final class JavaScriptBuilder implements Builder {
    private static final List<String> USUAL =
            List.of("index.js", "index.mjs", "main.js", "function.js", "handler.js");

    @Override
    public Built build(BuildInput input) throws IOException {
        SourceTree source = input.source();
        BuildProgress progress = input.progress();
        progress.phase(BuildPhase.ANALYSING);
        Map<String, ScriptSource> scripts = new LinkedHashMap<>();
        for (String file : source.files()) {
            boolean script = file.endsWith(".js") || file.endsWith(".mjs");
            if (script && !file.startsWith("node_modules/")) {
                scripts.put(file, new ScriptSource(Files.readString(source.path(file))));
            }
        }
        String entry = entry(scripts);
        progress.line("The handler is in " + entry + ".");
        scripts.forEach((file, script) -> checkImports(file, script, scripts.keySet()));
        progress.phase(BuildPhase.PACKAGING);
        Path artifact = input.work().resolve("script.js");
        try (OutputStream out = Files.newOutputStream(artifact)) {
            out.write("//fairlead-script 1\n".getBytes(StandardCharsets.US_ASCII));
            write(out, source, entry);
            for (String file : scripts.keySet()) {
                if (!file.equals(entry)) {
                    write(out, source, file);
                }
            }
        }
        progress.line(
                "Bundled " + scripts.size() + " file(s), " + Files.size(artifact) + " bytes.");
        return new Built(artifact, Abi.SCRIPT);
    }

    private static void write(OutputStream out, SourceTree source, String file) throws IOException {
        byte[] bytes = Files.readAllBytes(source.path(file));
        out.write(("//file " + bytes.length + " " + file + "\n").getBytes(StandardCharsets.UTF_8));
        out.write(bytes);
    }

    private static String entry(Map<String, ScriptSource> scripts) {
        List<String> usual = withHandler(scripts, USUAL);
        List<String> found =
                usual.isEmpty() ? withHandler(scripts, List.copyOf(scripts.keySet())) : usual;
        if (found.size() > 1) {
            // A handler that another one imports is a part, not the entry.
            Set<String> imported = new HashSet<>();
            scripts.forEach((file, script) -> {
                for (ScriptSource.Import one : script.imports()) {
                    resolve(file, one.specifier(), scripts.keySet()).ifPresent(imported::add);
                }
            });
            List<String> roots = found.stream().filter(file -> !imported.contains(file)).toList();
            found = roots.isEmpty() ? found : roots;
        }
        return switch (found.size()) {
            case 1 -> found.getFirst();
            case 0 ->
                    throw new BuildFailed(
                            ErrorCode.HANDLER_MISSING,
                            scripts.isEmpty()
                                    ? "The source has no .js or .mjs file."
                                    : "No file exports a function named handle or a default"
                                            + " function: "
                                            + String.join(", ", scripts.keySet())
                                            + ".");
            default ->
                    throw new BuildFailed(
                            ErrorCode.HANDLER_AMBIGUOUS,
                            "More than one file exports a handler: "
                                    + String.join(", ", found)
                                    + ".");
        };
    }

    private static List<String> withHandler(Map<String, ScriptSource> scripts, List<String> names) {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            ScriptSource script = scripts.get(name);
            if (script != null && script.hasHandler()) {
                found.add(name);
            }
        }
        return found;
    }

    private static void checkImports(String file, ScriptSource script, Set<String> files) {
        for (ScriptSource.Import one : script.imports()) {
            boolean relative =
                    one.specifier().startsWith("./") || one.specifier().startsWith("../");
            if (!relative) {
                throw refused(
                        file,
                        one,
                        "npm packages and built-in modules are not supported yet: \""
                                + one.specifier()
                                + "\"");
            }
            if (resolve(file, one.specifier(), files).isEmpty()) {
                throw refused(file, one, "there is no file \"" + one.specifier() + "\"");
            }
        }
    }

    private static BuildFailed refused(String file, ScriptSource.Import one, String why) {
        return new BuildFailed(
                ErrorCode.COMPILE_FAILED,
                file + ":" + one.line() + ": " + why + ".",
                List.of(new Diagnostic(file, one.line(), 0, why)));
    }

    private static Optional<String> resolve(String importer, String specifier, Set<String> files) {
        int slash = importer.lastIndexOf('/');
        Path folder = Path.of(slash < 0 ? "" : importer.substring(0, slash));
        String name = folder.resolve(specifier).normalize().toString();
        for (String ending : List.of("", ".js", ".mjs", "/index.js")) {
            if (files.contains(name + ending)) {
                return Optional.of(name + ending);
            }
        }
        return Optional.empty();
    }
}

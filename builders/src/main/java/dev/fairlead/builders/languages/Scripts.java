package dev.fairlead.builders.languages;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The scripts of a source, which of them is the entry, and what they import.
public final class Scripts {
    /// The endings of plain JavaScript, and those that are only understood once types are gone.
    public static final List<String> PLAIN = List.of(".js", ".mjs");

    public static final List<String> TYPED = List.of(".ts", ".mts", ".tsx", ".jsx", ".js", ".mjs");

    private static final List<String> USUAL = List.of("index", "main", "function", "handler");

    private final Map<String, ScriptSource> scripts;
    private final List<String> endings;

    private Scripts(Map<String, ScriptSource> scripts, List<String> endings) {
        this.scripts = scripts;
        this.endings = endings;
    }

    public static Scripts of(SourceTree source, List<String> endings) throws IOException {
        Map<String, ScriptSource> scripts = new LinkedHashMap<>();
        for (String file : source.files()) {
            boolean script = endings.stream().anyMatch(file::endsWith) && !file.endsWith(".d.ts");
            if (script && !file.startsWith("node_modules/")) {
                scripts.put(file, new ScriptSource(Files.readString(source.path(file))));
            }
        }
        return new Scripts(scripts, endings);
    }

    /// One of `names`.
    public ScriptSource script(String name) {
        ScriptSource script = scripts.get(name);
        if (script == null) {
            throw new IllegalArgumentException("no script is named " + name);
        }
        return script;
    }

    /// Their names, in the source's order.
    public List<String> names() {
        return List.copyOf(scripts.keySet());
    }

    public boolean haveHandler() {
        return scripts.values().stream().anyMatch(ScriptSource::hasHandler);
    }

    /// Whether anything is imported that is no file of the source.
    public boolean importPackages() {
        return scripts.values().stream()
                .flatMap(script -> script.imports().stream())
                .anyMatch(one -> !relative(one.specifier()));
    }

    static boolean relative(String specifier) {
        return specifier.startsWith("./") || specifier.startsWith("../");
    }

    /// The file with the handler. Throws `BuildFailed` where none is, or several are.
    public String entry() {
        List<String> usual = new ArrayList<>();
        for (String name : USUAL) {
            endings.forEach(ending -> usual.add(name + ending));
        }
        List<String> found = withHandler(usual);
        found = found.isEmpty() ? withHandler(names()) : found;
        if (found.size() > 1) {
            // A handler that another one imports is a part, not the entry.
            Set<String> imported = imported();
            List<String> roots = found.stream().filter(file -> !imported.contains(file)).toList();
            found = roots.isEmpty() ? found : roots;
        }
        return switch (found.size()) {
            case 1 -> found.getFirst();
            case 0 -> throw new BuildFailed(ErrorCode.HANDLER_MISSING, missing());
            default ->
                    throw new BuildFailed(
                            ErrorCode.HANDLER_AMBIGUOUS,
                            "More than one file exports a handler: "
                                    + String.join(", ", found)
                                    + ".");
        };
    }

    private String missing() {
        return scripts.isEmpty()
                ? "The source has no " + String.join(" or ", endings.subList(0, 2)) + " file."
                : "No file exports a function named handle or a default function: "
                        + String.join(", ", scripts.keySet())
                        + ".";
    }

    private Set<String> imported() {
        Set<String> all = new HashSet<>();
        scripts.forEach((file, script) -> {
            for (ScriptSource.Import one : script.imports()) {
                resolve(file, one.specifier()).ifPresent(all::add);
            }
        });
        return all;
    }

    private List<String> withHandler(List<String> names) {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            ScriptSource script = scripts.get(name);
            if (script != null && script.hasHandler()) {
                found.add(name);
            }
        }
        return found;
    }

    /// The script that `specifier` names when it stands in `importer`.
    Optional<String> resolve(String importer, String specifier) {
        int slash = importer.lastIndexOf('/');
        Path folder = Path.of(slash < 0 ? "" : importer.substring(0, slash));
        String name = folder.resolve(specifier).normalize().toString();
        List<String> candidates = new ArrayList<>(List.of(name));
        endings.forEach(ending -> candidates.add(name + ending));
        endings.forEach(ending -> candidates.add(name + "/index" + ending));
        if (name.endsWith(".js") && endings.contains(".ts")) {
            // TypeScript names the file that it will become.
            candidates.add(name.substring(0, name.length() - 2) + "ts");
        }
        return candidates.stream().filter(scripts::containsKey).findFirst();
    }
}

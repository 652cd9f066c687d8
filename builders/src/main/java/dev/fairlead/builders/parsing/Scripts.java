package dev.fairlead.builders.parsing;

import dev.fairlead.builders.analysis.Report;
import dev.fairlead.builders.analysis.Report.Kind;
import dev.fairlead.builders.analysis.Report.Remark;
import dev.fairlead.builders.analysis.Verdict;
import dev.fairlead.builders.intake.SourceTree;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The scripts of a source as their parser saw them: which are the function's own, which of them is
/// the entry, and what they import.
public final class Scripts {
    /// The endings of plain JavaScript, and those that are only understood once types are gone.
    public static final List<String> PLAIN = List.of(".js", ".mjs");

    public static final List<String> TYPED = List.of(".ts", ".mts", ".tsx", ".jsx", ".js", ".mjs");

    /// All that a bundler takes for a script.
    private static final List<String> ANY =
            List.of(".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx");

    private static final List<String> USUAL = List.of("index", "main", "function", "handler");
    private static final Pattern DECLARATIONS = Pattern.compile(".*\\.d\\.[cm]?ts");
    private static final Pattern ASIDE =
            Pattern.compile(
                    "tests?/.*|(?:.*/)?__tests__/.*" + "|.*\\.(?:test|spec|config)\\.[cm]?[jt]sx?");

    private final List<String> endings;
    private final Report report;
    private final Set<String> all;
    private final Map<String, List<Remark>> imports = new HashMap<>();
    private final Set<String> own;

    private Scripts(List<String> endings, List<String> files, Report report, Set<String> tools) {
        this.endings = endings;
        this.report = report;
        this.all = new LinkedHashSet<>(files);
        for (Remark one : report.of(Kind.IMPORT)) {
            imports.computeIfAbsent(one.file(), _ -> new ArrayList<>()).add(one);
        }
        this.own = own(tools);
    }

    /// What a parser has to read of a source.
    public static List<String> files(SourceTree source) {
        return source.files().stream()
                .filter(file -> ends(file, ANY) && !DECLARATIONS.matcher(file).matches())
                .filter(file -> !file.startsWith("node_modules/"))
                .toList();
    }

    /// `report` is on all of `files`; `tools` are those that the author's own tools run.
    public static Scripts of(
            List<String> endings, List<String> files, Report report, Set<String> tools) {
        return new Scripts(endings, files, report, tools);
    }

    private static boolean ends(String file, List<String> endings) {
        return endings.stream().anyMatch(file::endsWith);
    }

    /// All but tests and tools, and whatever of those the others import; all where nothing else has
    /// a handler.
    private Set<String> own(Set<String> tools) {
        var found = new LinkedHashSet<String>();
        for (String file : all) {
            if (ends(file, endings) && !ASIDE.matcher(file).matches() && !tools.contains(file)) {
                found.add(file);
            }
        }
        if (handlersAmong(found).isEmpty()) {
            handlersAmong(all).stream()
                    .filter(each -> each.text().equals("handle") && !tools.contains(each.file()))
                    .forEach(each -> found.add(each.file()));
        }
        return withImported(found);
    }

    private List<Remark> handlersAmong(Set<String> files) {
        return report.of(Kind.HANDLER).stream()
                .filter(each -> files.contains(each.file()) && ends(each.file(), endings))
                .toList();
    }

    private Set<String> withImported(Set<String> files) {
        var found = new LinkedHashSet<>(files);
        var open = new ArrayDeque<>(files);
        while (!open.isEmpty()) {
            String file = open.remove();
            for (Remark one : imports(file)) {
                resolve(file, one.text()).filter(found::add).ifPresent(open::add);
            }
        }
        return found;
    }

    /// The names of the function's own, in the source's order.
    public List<String> names() {
        return all.stream().filter(own::contains).toList();
    }

    /// What was said of the function's own, and of those among `more`.
    public Report report(Set<String> more) {
        var files = new HashSet<>(own);
        files.addAll(more);
        return report.about(files);
    }

    public boolean haveHandler() {
        return own.stream().anyMatch(this::hasHandler);
    }

    public boolean hasHandler(String name) {
        return said(Kind.HANDLER, name);
    }

    /// Whether it hands anything out; else its `handle` is one of a plain script's own.
    public boolean exports(String name) {
        return said(Kind.EXPORTS, name);
    }

    private boolean said(Kind kind, String name) {
        return report.of(kind).stream().anyMatch(each -> each.file().equals(name));
    }

    /// What a script imports, each with its place.
    public List<Remark> imports(String name) {
        return imports.getOrDefault(name, List.of());
    }

    /// Whether anything is imported that is no file of the source.
    public boolean importPackages() {
        return own.stream()
                .flatMap(file -> imports(file).stream())
                .anyMatch(one -> !relative(one.text()));
    }

    public static boolean relative(String specifier) {
        return specifier.startsWith("./") || specifier.startsWith("../");
    }

    /// The file with the handler. Throws `BuildFailed` where none is, or several are.
    public String entry() {
        List<Remark> found = handlersAmong(own);
        if (found.size() > 1) {
            // A handler that another one imports is a part, not the entry.
            Set<String> imported = imported();
            List<Remark> roots =
                    found.stream().filter(each -> !imported.contains(each.file())).toList();
            found = roots.isEmpty() ? usual(found) : roots;
        }
        return Verdict.handler(
                        found,
                        missing(),
                        "More than one file exports a handler; keep one, or name the file in"
                                + " package.json: \"fairlead\": {\"entry\": \"FILE\"}. They are ")
                .file();
    }

    /// Of files that import each other in a circle the one that is named as an entry.
    private List<Remark> usual(List<Remark> found) {
        for (String name : USUAL) {
            for (String ending : endings) {
                List<Remark> one =
                        found.stream().filter(each -> each.file().equals(name + ending)).toList();
                if (!one.isEmpty()) {
                    return one;
                }
            }
        }
        return found;
    }

    private String missing() {
        return own.isEmpty()
                ? "The source has no " + String.join(" or ", endings.subList(0, 2)) + " file."
                : "No file exports a function named handle or a default function: "
                        + String.join(", ", names())
                        + ".";
    }

    private Set<String> imported() {
        Set<String> found = new HashSet<>();
        for (String file : own) {
            for (Remark one : imports(file)) {
                resolve(file, one.text()).filter(to -> !to.equals(file)).ifPresent(found::add);
            }
        }
        return found;
    }

    /// The script that `specifier` names when it stands in `importer`.
    public Optional<String> resolve(String importer, String specifier) {
        if (!relative(specifier) && !specifier.equals(".") && !specifier.equals("..")) {
            return Optional.empty();
        }
        int slash = importer.lastIndexOf('/');
        Path folder = Path.of(slash < 0 ? "" : importer.substring(0, slash));
        String name = folder.resolve(specifier.replace("\0", "")).normalize().toString();
        List<String> candidates = new ArrayList<>(List.of(name));
        ANY.forEach(ending -> candidates.add(name + ending));
        String inside = name.isEmpty() ? "index" : name + "/index";
        ANY.forEach(ending -> candidates.add(inside + ending));
        int dot = name.lastIndexOf(".");
        if (dot > 0 && ends(name, List.of(".js", ".mjs", ".cjs", ".jsx"))) {
            // TypeScript names the file that it will become.
            String bare = name.substring(0, dot);
            ANY.forEach(ending -> candidates.add(bare + ending));
        }
        return candidates.stream().filter(all::contains).findFirst();
    }
}

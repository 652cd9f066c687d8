package dev.fairlead.builders.compiled;

import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Go source as a module: where its handler is, what becomes of its `go.mod` and `vendor` so that
/// the package `fairlead` is found, and the `main` that calls the handler.
record GoModule(
        String file,
        String folder,
        Shape shape,
        String packageName,
        String goMod,
        String vendored) {
    static final String PACKAGE = "fairlead.dev/fairlead";
    static final String ENTRY = "fairlead-entry/";
    private static final String ENTRY_FILE = "fairlead_entry.go";
    private static final String VERSION = "v0.1.0";
    private static final Pattern HANDLER = Pattern.compile("(?m)^func\\s+Handle\\s*\\(");
    private static final Pattern WITH_ERROR =
            Pattern.compile("(?m)^func\\s+Handle\\s*\\([^)]*\\)\\s*\\([^)]*\\berror\\s*\\)");
    private static final Pattern MAIN = Pattern.compile("(?m)^func\\s+main\\s*\\(\\s*\\)");
    private static final Pattern NAME = Pattern.compile("(?m)^package\\s+(\\w+)");
    private static final Pattern MODULE = Pattern.compile("(?m)^module\\s+\"?([^\\s\"]+)");
    private static final Pattern REQUIRED =
            Pattern.compile("^\\s*(?:require\\s+)?([\\w.-]+\\.[\\w.-]+/\\S+|[\\w.-]+)\\s+v\\d");

    /// `COMMAND` has a `main` of its own.
    enum Shape {
        COMMAND,
        HANDLER,
        HANDLER_WITH_ERROR
    }

    private record Found(String file, Shape shape, String packageName) {}

    static GoModule of(BuildInput input) throws IOException {
        Found found = found(input);
        List<String> files = input.source().files();
        String goMod =
                files.contains("go.mod")
                        ? WorkCopy.text(input, "go.mod")
                        : "module function\n\ngo 1.23\n";
        boolean vendor = files.contains("vendor/modules.txt");
        if (!vendor) {
            refuseRequirements(goMod);
        }
        int slash = found.file.lastIndexOf('/');
        return new GoModule(
                found.file,
                slash < 0 ? "" : found.file.substring(0, slash),
                found.shape,
                found.packageName,
                goMod,
                vendor ? WorkCopy.text(input, "vendor/modules.txt") : "");
    }

    /// The folder of the package to build.
    String main() {
        return outside() ? ENTRY : folder;
    }

    /// A package that is not `main` is imported by one of ours; `main` cannot be.
    private boolean outside() {
        return shape != Shape.COMMAND && !packageName.equals("main");
    }

    void write(WorkCopy work) throws IOException {
        work.write("go.mod", without(goMod) + "\nrequire " + PACKAGE + " " + VERSION + "\n");
        work.write(
                "vendor/modules.txt",
                without(vendored)
                        + "# "
                        + PACKAGE
                        + " "
                        + VERSION
                        + "\n## explicit; go 1.21\n"
                        + PACKAGE
                        + "\n");
        if (outside()) {
            String path = module() + (folder.isEmpty() ? "" : "/" + folder);
            work.write(
                    ENTRY + ENTRY_FILE,
                    "package main\n\nimport (\n\tauthor \""
                            + path
                            + "\"\n\t\""
                            + PACKAGE
                            + "\"\n)\n\nfunc main() { fairlead."
                            + serve()
                            + "(author.Handle) }\n");
        } else if (shape != Shape.COMMAND) {
            String prefix = folder.isEmpty() ? "" : folder + "/";
            work.write(
                    prefix + ENTRY_FILE,
                    "package main\n\nimport \""
                            + PACKAGE
                            + "\"\n\nfunc main() { fairlead."
                            + serve()
                            + "(Handle) }\n");
        }
    }

    private String serve() {
        return shape == Shape.HANDLER_WITH_ERROR ? "ServeError" : "Serve";
    }

    private String module() {
        Matcher module = MODULE.matcher(goMod);
        return module.find() ? module.group(1) : "function";
    }

    /// An author who works with a copy of the package has it in these files already.
    private static String without(String text) {
        var out = new StringBuilder();
        boolean inOurs = false;
        for (String line : text.lines().toList()) {
            boolean header = line.startsWith("# ");
            inOurs = header ? line.startsWith("# " + PACKAGE) : inOurs && line.startsWith("## ");
            if (!inOurs && !line.contains(PACKAGE)) {
                out.append(line).append('\n');
            }
        }
        return out.toString();
    }

    private static void refuseRequirements(String goMod) {
        int number = 0;
        for (String line : goMod.lines().toList()) {
            number++;
            Matcher required = REQUIRED.matcher(line);
            if (required.find() && !required.group(1).equals(PACKAGE)) {
                String text =
                        "the module "
                                + required.group(1)
                                + " is not in the source: run `go mod vendor` and send the folder"
                                + " vendor too; builds have no network";
                throw new BuildFailed(
                        ErrorCode.COMPILE_FAILED,
                        "go.mod:" + number + ": " + text + ".",
                        List.of(new Diagnostic("go.mod", number, 0, text)));
            }
        }
    }

    private static Found found(BuildInput input) throws IOException {
        List<Found> handlers = new ArrayList<>();
        List<Found> mains = new ArrayList<>();
        for (String file : input.source().files()) {
            if (file.endsWith(".go") && !file.endsWith("_test.go") && !file.startsWith("vendor/")) {
                String text = WorkCopy.text(input, file);
                String name = packageOf(text).orElse("main");
                if (HANDLER.matcher(text).find()) {
                    boolean error = WITH_ERROR.matcher(text).find();
                    Shape shape = error ? Shape.HANDLER_WITH_ERROR : Shape.HANDLER;
                    handlers.add(new Found(file, shape, name));
                }
                if (name.equals("main") && MAIN.matcher(text).find()) {
                    mains.add(new Found(file, Shape.COMMAND, name));
                }
            }
        }
        // A main beside a handler is the author's own way of serving it.
        List<Found> chosen = mains.isEmpty() ? handlers : mains;
        if (chosen.isEmpty()) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_MISSING,
                    "No .go file has `func Handle(r fairlead.Request) fairlead.Response` or, in"
                            + " package main, `func main()`.");
        }
        if (chosen.size() > 1) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_AMBIGUOUS,
                    "More than one file has a handler: "
                            + String.join(", ", chosen.stream().map(Found::file).toList())
                            + ".");
        }
        return chosen.getFirst();
    }

    private static Optional<String> packageOf(String text) {
        Matcher name = NAME.matcher(text);
        return name.find() ? Optional.of(name.group(1)) : Optional.empty();
    }
}

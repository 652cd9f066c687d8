package dev.fairlead.builders.plans;

import dev.fairlead.builders.plans.Plan.Packages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A program for Python. Packages lie in `vendor` or `site-packages`, or pip installs them.
final class PythonPlan {
    static final String REQUIREMENTS = "requirements.txt";
    static final String PROJECT = "pyproject.toml";

    private static final String USUAL = "3.13";
    private static final long MOST_BYTES = 1 << 20;
    private static final List<String> ENTRIES = List.of("main.py", "app.py");
    private static final List<String> VENDORED = List.of("vendor", "site-packages");
    private static final Pattern VERSION = Pattern.compile("\\s*(3\\.[0-9]{1,2})(\\.[0-9]+)?\\s*");
    private static final Pattern DEPENDS =
            Pattern.compile("(?m)^\\s*dependencies\\s*=\\s*\\[\\s*(?!\\s*\\])");

    private PythonPlan() {}

    static List<String> signs(Folder folder) {
        return Stream.concat(Stream.of(REQUIREMENTS, PROJECT), ENTRIES.stream())
                .filter(folder::has)
                .toList();
    }

    static Plan of(Folder folder, Wishes wishes) throws IOException {
        List<String> vendored =
                VENDORED.stream()
                        .filter(name ->
                                folder.files().stream().anyMatch(f -> f.startsWith(name + "/")))
                        .toList();
        Packages packages = vendored.isEmpty() && depends(folder) ? Packages.PIP : Packages.NONE;
        var places = new ArrayList<String>();
        vendored.forEach(name -> places.add(Plan.FOLDER + "/" + name));
        if (packages == Packages.PIP) {
            places.add(packages.place());
        }
        var environment = new HashMap<String, String>();
        environment.put("PYTHONUNBUFFERED", "1");
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        if (!places.isEmpty()) {
            environment.put("PYTHONPATH", String.join(":", places));
        }
        return new Plan(
                AppRuntime.PYTHON,
                signs(folder),
                Optional.of(wishes.base().orElse("python:" + version(folder) + "-slim")),
                packages,
                folder.placed(file -> isBrought(file, vendored)),
                folder.placed(file -> !isBrought(file, vendored)),
                wishes.command().isEmpty() ? command(folder) : wishes.command(),
                Map.copyOf(environment));
    }

    private static boolean isBrought(String file, List<String> vendored) {
        return vendored.stream().anyMatch(name -> file.startsWith(name + "/"));
    }

    private static boolean depends(Folder folder) throws IOException {
        if (folder.has(REQUIREMENTS)) {
            return text(folder, REQUIREMENTS)
                    .lines()
                    .map(String::strip)
                    .anyMatch(line -> !line.isEmpty() && !line.startsWith("#"));
        }
        if (folder.has(PROJECT) && DEPENDS.matcher(text(folder, PROJECT)).find()) {
            throw Folder.wrong(
                    "pyproject.toml has dependencies, and there is no requirements.txt: write one"
                            + " (pip freeze, uv export, poetry export), or bring the packages in a"
                            + " folder vendor.");
        }
        return false;
    }

    private static List<String> command(Folder folder) {
        return ENTRIES.stream()
                .filter(folder::has)
                .findFirst()
                .map(entry -> List.of("python3", entry))
                .orElseThrow(() ->
                        Folder.wrong(
                                "Nothing says what Python starts. Looked for: "
                                        + String.join(", ", ENTRIES)
                                        + ". Add one, or `command:` to fairlead.yaml, as in"
                                        + " [python3, -m, web]."));
    }

    private static String version(Folder folder) throws IOException {
        if (!folder.has(".python-version")) {
            return USUAL;
        }
        String said = text(folder, ".python-version");
        Matcher version = VERSION.matcher(said);
        if (!version.matches()) {
            throw Folder.wrong(".python-version: write one version, such as " + USUAL + ".");
        }
        return version.group(1);
    }

    private static String text(Folder folder, String file) throws IOException {
        if (Files.size(folder.path(file)) > MOST_BYTES) {
            throw Folder.wrong(file + ": it has more than 1 MiB.");
        }
        return new String(Files.readAllBytes(folder.path(file)), StandardCharsets.UTF_8);
    }
}

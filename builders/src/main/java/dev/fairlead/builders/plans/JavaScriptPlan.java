package dev.fairlead.builders.plans;

import dev.fairlead.builders.plans.Plan.Packages;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A program for Node.js: its start script, its `main`, or a file of a usual name.
final class JavaScriptPlan {
    private static final String MANIFEST = "package.json";
    private static final String LOCK = "package-lock.json";
    private static final int USUAL = 24;
    private static final long MOST_BYTES = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> ENTRIES =
            List.of("server.js", "server.mjs", "index.js", "index.mjs", "app.js", "app.mjs");
    private static final Pattern START = Pattern.compile("node( +[A-Za-z0-9@%_./:=,+-]+)+ *");
    private static final Pattern ENGINE =
            Pattern.compile("\\s*(>=|>|[\\^~=v])?\\s*v?([0-9]{1,3})(?![0-9]).*");

    private JavaScriptPlan() {}

    static List<String> signs(Folder folder) {
        return Stream.of(MANIFEST, LOCK).filter(folder::has).toList();
    }

    static Plan of(Folder folder, Wishes wishes) throws IOException {
        JsonNode manifest = manifest(folder);
        boolean packages =
                !manifest.path("dependencies").isEmpty()
                        || !manifest.path("optionalDependencies").isEmpty();
        var seen = new ArrayList<>(signs(folder));
        List<String> command =
                wishes.command().isEmpty() ? command(folder, manifest) : wishes.command();
        if (wishes.command().isEmpty()) {
            seen.add(command.getLast());
        }
        return new Plan(
                AppRuntime.JAVASCRIPT,
                seen,
                wishes.base().or(() -> Optional.of("node:" + version(manifest) + "-slim")),
                packages ? Packages.NPM : Packages.NONE,
                List.of(),
                folder.placed(_ -> true),
                command,
                Map.of("NODE_ENV", "production"));
    }

    private static JsonNode manifest(Folder folder) throws IOException {
        if (!folder.has(MANIFEST)) {
            return JSON.createObjectNode();
        }
        if (Files.size(folder.path(MANIFEST)) > MOST_BYTES) {
            throw Folder.wrong("package.json: it has more than 1 MiB.");
        }
        try {
            JsonNode read = JSON.readTree(Files.readAllBytes(folder.path(MANIFEST)));
            if (read.isObject()) {
                return read;
            }
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
            throw Folder.wrong("package.json:" + line + ": it is no JSON.");
        }
        throw Folder.wrong("package.json: it is no object.");
    }

    private static List<String> command(Folder folder, JsonNode manifest) {
        Optional<String> start = text(manifest.path("scripts").path("start"));
        if (start.isPresent()) {
            if (!START.matcher(start.get()).matches()) {
                throw Folder.wrong(
                        "The start script of package.json is more than `node FILE`, and no shell"
                                + " runs it: say what starts by `command:` in fairlead.yaml, as in"
                                + " [node, server.js].");
            }
            return List.of(start.get().strip().split(" +", -1));
        }
        Optional<String> main =
                text(manifest.path("main")).map(name -> name.replaceFirst("^\\./", ""));
        if (main.isPresent()) {
            String entry =
                    Stream.of(main.get(), main.get() + ".js")
                            .filter(folder::has)
                            .findFirst()
                            .orElseThrow(() ->
                                    Folder.wrong(
                                            "package.json names "
                                                    + main.get()
                                                    + " as main, which is not here."));
            return List.of("node", entry);
        }
        return ENTRIES.stream()
                .filter(folder::has)
                .findFirst()
                .map(entry -> List.of("node", entry))
                .orElseThrow(() ->
                        Folder.wrong(
                                "Nothing says what Node.js starts. Looked for: a start script or"
                                        + " `main` in package.json; "
                                        + String.join(", ", ENTRIES)
                                        + ". Add one, or `command:` to fairlead.yaml."));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString()
                ? Optional.of(node.asString()).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    /// The newest that `engines.node` allows as far as it says; what it only bounds from below, the
    /// usual one meets.
    private static int version(JsonNode manifest) {
        String said = text(manifest.path("engines").path("node")).orElse("");
        Matcher engine = ENGINE.matcher(said);
        if (!engine.matches()) {
            return USUAL;
        }
        int named = Integer.parseInt(engine.group(2));
        String sign = engine.group(1) == null ? "" : engine.group(1);
        boolean open = sign.startsWith(">") && !said.contains("<");
        return open ? Math.max(named, USUAL) : named;
    }
}

package dev.fairlead.builders.bundled;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a source's `package.json` says, as far as it matters to a build. `tools` are files that its
/// scripts run. Throws `BuildFailed` for one that is no JSON or depends on what is on no registry.
public record PackageFile(
        TreeMap<String, String> dependencies,
        TreeMap<String, String> development,
        Optional<String> entry,
        Optional<String> main,
        boolean buildScript,
        Set<String> tools) {
    static final String NAME = "package.json";
    static final String LOCK = "package-lock.json";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern WORDS = Pattern.compile("[\\s\"'=;&|]+");
    private static final Pattern ELSEWHERE =
            Pattern.compile("(?:file:|link:|workspace:|git|https?:|[./~]|[^@/]+/).*");

    public static PackageFile of(SourceTree source) throws IOException {
        if (!source.files().contains(NAME)) {
            return new PackageFile(
                    new TreeMap<>(),
                    new TreeMap<>(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Set.of());
        }
        JsonNode root = read(Files.readAllBytes(source.path(NAME)));
        return new PackageFile(
                versions(root, "dependencies"),
                versions(root, "devDependencies"),
                text(root.path("fairlead").path("entry")),
                text(root.path("main")),
                root.path("scripts").path("build").isString(),
                tools(root.path("scripts"), source));
    }

    private static JsonNode read(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
            throw refused(line, "it is no JSON");
        }
    }

    /// The files of the source that a script of the author's names.
    private static Set<String> tools(JsonNode scripts, SourceTree source) {
        var named = new HashSet<String>();
        for (JsonNode script : scripts) {
            for (String word : WORDS.split(script.asString(""), -1)) {
                named.add(word.startsWith("./") ? word.substring(2) : word);
            }
        }
        named.retainAll(Set.copyOf(source.files()));
        return named;
    }

    private static Optional<String> text(JsonNode node) {
        if (!node.isString()) {
            return Optional.empty();
        }
        String text = node.asString();
        return Optional.of(text.startsWith("./") ? text.substring(2) : text);
    }

    private static TreeMap<String, String> versions(JsonNode root, String part) {
        var all = new TreeMap<String, String>();
        root.path(part)
                .forEachEntry((name, version) -> {
                    if (ELSEWHERE.matcher(version.asString("")).matches()) {
                        throw refused(
                                0,
                                "the package "
                                        + name
                                        + " is not from a registry; only such can be installed");
                    }
                    all.put(name, version.asString(""));
                });
        return all;
    }

    private static BuildFailed refused(int line, String why) {
        String place = line == 0 ? NAME : NAME + ":" + line;
        return new BuildFailed(
                ErrorCode.COMPILE_FAILED,
                place + ": " + why + ".",
                List.of(new Diagnostic(NAME, line, 0, why)));
    }
}

package dev.fairlead.builders.languages;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.ContentHash;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Where the tools are. `packages` is the `node_modules` with the compilers that come from npm,
/// `elsewhere` the tools that do not lie where Debian puts them. Anything may be missing until a
/// build needs it; programs must lie below `/usr`, which is what builds see.
public record Toolchains(Path packages, Map<Tool, Path> elsewhere) {
    /// The code of this module.
    public static final Path OURS = ours();

    public Toolchains {
        elsewhere = Map.copyOf(elsewhere);
    }

    /// The same, with one tool somewhere else.
    public Toolchains with(Tool tool, Path path) {
        var all = new EnumMap<Tool, Path>(Tool.class);
        all.putAll(elsewhere);
        all.put(tool, path);
        return new Toolchains(packages, all);
    }

    public Path path(Tool tool) {
        return elsewhere.getOrDefault(tool, Path.of(tool.usual()));
    }

    /// Throws `BuildFailed` that names the packages to install for the tools that are missing.
    public void require(String language, List<Tool> tools) {
        List<String> missing = new ArrayList<>();
        for (Tool tool : tools) {
            if (!Files.exists(path(tool)) && !missing.contains(tool.debianPackage())) {
                missing.add(tool.debianPackage());
            }
        }
        if (!missing.isEmpty()) {
            throw missing(language, missing.size() == 1 ? "package" : "packages", missing);
        }
    }

    /// The same for a package of npm.
    public void requirePackage(String language, String name) {
        if (!Files.isDirectory(packages.resolve(name))) {
            throw missing(language, "npm package", List.of(name));
        }
    }

    /// Changes whenever a tool does: its size, its age, whether it is there; and with the code of
    /// this module, which has the entries and headers that builds get from us.
    public String fingerprint() {
        var text = new StringBuilder();
        for (Tool tool : Tool.values()) {
            text.append(tool).append(' ').append(state(tool)).append('\n');
        }
        text.append(state(packages.resolve(".package-lock.json"))).append('\n');
        text.append(state(OURS));
        return ContentHash.of(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }

    /// Changes with the one tool.
    public String state(Tool tool) {
        return state(path(tool));
    }

    private static String state(Path file) {
        try {
            Path real = file.toRealPath();
            return real + " " + Files.size(real) + " " + Files.getLastModifiedTime(real).toMillis();
        } catch (IOException e) {
            return "none";
        }
    }

    private static Path ours() {
        try {
            return Path.of(
                    Toolchains.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has no files", e);
        }
    }

    private static BuildFailed missing(String language, String what, List<String> names) {
        return new BuildFailed(
                ErrorCode.TOOLCHAIN_MISSING,
                language
                        + " needs tools that the server does not have: install the "
                        + what
                        + " "
                        + String.join(", ", names)
                        + ".");
    }
}

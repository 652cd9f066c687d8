package dev.fairlead.cli.local;

import dev.fairlead.builders.languages.NpmSettings;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.sandbox.choice.SandboxChoice;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where local runs keep what they need again: compiled modules, artifacts, tools' caches. All of
/// it can be deleted. `registry` is where packages of npm come from, if not from the usual one;
/// `sandbox` what keeps builds apart.
record LocalHome(
        Path cache, Path installation, Optional<NpmSettings> registry, SandboxChoice sandbox) {
    /// `FAIRLEAD_CACHE`, else below `XDG_CACHE_HOME`, else in `~/.cache`.
    static LocalHome of(Map<String, String> environment) {
        Path caches =
                Path.of(
                        environment.getOrDefault(
                                "XDG_CACHE_HOME",
                                environment.getOrDefault("HOME", "/tmp") + "/.cache"));
        Path cache =
                Path.of(
                        environment.getOrDefault(
                                "FAIRLEAD_CACHE", caches.resolve("fairlead").toString()));
        return new LocalHome(
                cache,
                Path.of(System.getProperty("fairlead.home", ".")),
                Optional.ofNullable(environment.get("FAIRLEAD_NPM_REGISTRY"))
                        .filter(text -> !text.isBlank())
                        .map(LocalHome::registry),
                sandbox(environment));
    }

    private static SandboxChoice sandbox(Map<String, String> environment) {
        try {
            return SandboxChoice.parse(environment);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static NpmSettings registry(String text) {
        try {
            return new NpmSettings(URI.create(text.strip()), NpmSettings.PUBLIC.cacheBytes());
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, "FAIRLEAD_NPM_REGISTRY must be an https address, not " + text);
        }
    }

    Path folder(String name) {
        try {
            return Files.createDirectories(cache.resolve(name));
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED, "cannot write below " + cache + ": " + e.getMessage());
        }
    }
}

package dev.fairlead.cli.local;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Where local runs keep what they need again: compiled modules, artifacts, tools' caches. All of
/// it can be deleted.
record LocalHome(Path cache, Path installation) {
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
        return new LocalHome(cache, Path.of(System.getProperty("fairlead.home", ".")));
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

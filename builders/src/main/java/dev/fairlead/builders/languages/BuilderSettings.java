package dev.fairlead.builders.languages;

import dev.fairlead.sandbox.StepLimits;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Where the tools are, how much one step may take, and `cache`: a directory of ours for what
/// builds of every tenant may read and none may write.
public record BuilderSettings(Toolchains tools, Path cache, StepLimits limits) {
    public static BuilderSettings of(Path node, Path packages, Path cache) {
        return new BuilderSettings(
                new Toolchains(packages, Map.of(Tool.NODE, node)), cache, StepLimits.BUILD);
    }

    public BuilderSettings within(Duration limit) {
        return new BuilderSettings(tools, cache, limits.within(limit));
    }

    public BuilderSettings with(Tool tool, Path path) {
        return new BuilderSettings(tools.with(tool, path), cache, limits);
    }
}

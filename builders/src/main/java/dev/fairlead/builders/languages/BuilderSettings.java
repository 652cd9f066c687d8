package dev.fairlead.builders.languages;

import dev.fairlead.sandbox.StepLimits;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Where the tools are, how much one step may take, where packages come from, and `cache`: a
/// directory of ours for what builds may read and none may write. `ahead` is for who builds again
/// and again: steps that every build begins with are started before they are needed. `bases` is
/// where the images come from that apps without a Dockerfile are made on.
public record BuilderSettings(
        Toolchains tools,
        Path cache,
        StepLimits limits,
        NpmSettings npm,
        BaseImages bases,
        boolean ahead) {
    /// npm is the one that came with this Node.js, or else where Debian puts it.
    public static BuilderSettings of(Path node, Path packages, Path cache) {
        var tools = new Toolchains(packages, Map.of(Tool.NODE, node));
        Path npm = node.resolveSibling("../lib/node_modules/npm/bin/npm-cli.js").normalize();
        return new BuilderSettings(
                Files.exists(npm) ? tools.with(Tool.NPM, npm) : tools,
                cache,
                StepLimits.BUILD,
                NpmSettings.PUBLIC,
                BaseImages.PUBLIC,
                false);
    }

    public BuilderSettings within(Duration limit) {
        return new BuilderSettings(tools, cache, limits.within(limit), npm, bases, ahead);
    }

    public BuilderSettings with(Tool tool, Path path) {
        return new BuilderSettings(tools.with(tool, path), cache, limits, npm, bases, ahead);
    }

    public BuilderSettings with(BaseImages where) {
        return new BuilderSettings(tools, cache, limits, npm, where, ahead);
    }

    public BuilderSettings with(NpmSettings packages) {
        return new BuilderSettings(tools, cache, limits, packages, bases, ahead);
    }

    public BuilderSettings keepingIn(Path directory) {
        return new BuilderSettings(tools, directory, limits, npm, bases, ahead);
    }

    public BuilderSettings startingAhead() {
        return new BuilderSettings(tools, cache, limits, npm, bases, true);
    }
}

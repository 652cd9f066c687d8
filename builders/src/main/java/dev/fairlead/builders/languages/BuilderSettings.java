package dev.fairlead.builders.languages;

import dev.fairlead.sandbox.StepLimits;

import java.nio.file.Path;

/// Where the tools are and how much one step may take. `node` is Node.js, `packages` the
/// `node_modules` with the compilers that come from npm; both may be missing until a build needs
/// them.
public record BuilderSettings(Path node, Path packages, StepLimits limits) {
    public static BuilderSettings of(Path node, Path packages) {
        return new BuilderSettings(node, packages, StepLimits.BUILD);
    }
}

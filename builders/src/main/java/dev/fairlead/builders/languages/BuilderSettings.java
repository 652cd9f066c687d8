package dev.fairlead.builders.languages;

import java.nio.file.Path;
import java.time.Duration;

/// Where the tools are and how much one build may take. `node` is Node.js, `assemblyScript` the
/// directory of the npm package; both may be missing until a build needs them.
public record BuilderSettings(
        Path node, Path assemblyScript, Duration timeLimit, int mostOutputBytes) {
    public static BuilderSettings of(Path node, Path assemblyScript) {
        return new BuilderSettings(node, assemblyScript, Duration.ofSeconds(60), 1 << 20);
    }
}

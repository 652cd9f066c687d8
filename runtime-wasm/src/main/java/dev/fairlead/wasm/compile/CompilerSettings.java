package dev.fairlead.wasm.compile;

import java.nio.file.Path;
import java.time.Duration;

/// How modules are compiled: `java` and `classPath` start the child, `timeLimit` of processor time
/// and `heapMegabytes` bound one module, `idle` is how long a child waits for the next.
public record CompilerSettings(
        Path cacheDirectory,
        Path java,
        String classPath,
        Duration timeLimit,
        int heapMegabytes,
        Duration idle) {
    /// With the JVM and the class path that this process runs.
    public static CompilerSettings of(Path cacheDirectory) {
        return new CompilerSettings(
                cacheDirectory,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Duration.ofSeconds(20),
                512,
                Duration.ofSeconds(15));
    }
}

package dev.fairlead.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A Java installation, and how steps see it: below `/usr` they do anyway.
public record JavaHome(Path path) {
    private static final Path SYSTEM = Path.of("/usr");
    private static final String ELSEWHERE = "/run/java";

    /// The one that runs this process.
    public static JavaHome own() {
        try {
            return new JavaHome(Path.of(System.getProperty("java.home")).toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The program `java`, as a step calls it.
    public String java() {
        return (path.startsWith(SYSTEM) ? path.toString() : ELSEWHERE) + "/bin/java";
    }

    /// What a step has to be shown besides the system. Debian keeps the settings of its packages in
    /// `/etc`.
    public Map<String, Path> readable() {
        var all = new HashMap<String, Path>();
        if (!path.startsWith(SYSTEM)) {
            all.put(ELSEWHERE, path);
        }
        try {
            Path security = path.resolve("conf/security/java.security");
            if (Files.exists(security)) {
                Path settings = security.toRealPath().resolve("../..").normalize();
                if (!settings.startsWith(path)) {
                    all.put(settings.toString(), settings);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}

package dev.fairlead.engine;

import java.nio.file.Path;

/// Where an engine listens: a unix socket of this machine. Engines elsewhere cannot see our files.
public record EngineAddress(Path socket) {
    public static final EngineAddress STANDARD = new EngineAddress(Path.of("/var/run/docker.sock"));

    private static final String SCHEME = "unix://";

    public EngineAddress {
        if (!socket.isAbsolute()) {
            throw new IllegalArgumentException("not an absolute path: " + socket);
        }
    }

    /// Throws `IllegalArgumentException` that says what to write instead.
    public static EngineAddress parse(String text) {
        if (!text.startsWith(SCHEME + "/")) {
            throw new IllegalArgumentException(
                    "an engine must be on this machine, as in unix:///var/run/docker.sock, not "
                            + text);
        }
        return new EngineAddress(Path.of(text.substring(SCHEME.length())));
    }

    @Override
    public String toString() {
        return SCHEME + socket;
    }
}

package dev.fairlead.cli.local;

import dev.fairlead.sandbox.Bubblewrap;
import dev.fairlead.sandbox.Sandbox;

import java.nio.file.Path;

/// The sandbox of local builds: the same as the server's, so that what builds here builds there.
final class LocalSandbox {
    private LocalSandbox() {}

    static Sandbox open(LocalHome home) {
        return new Bubblewrap(Path.of("/usr/bin/bwrap"));
    }
}

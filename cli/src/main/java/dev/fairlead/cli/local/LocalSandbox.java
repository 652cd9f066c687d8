package dev.fairlead.cli.local;

import dev.fairlead.sandbox.bubblewrap.Bubblewrap;
import dev.fairlead.sandbox.bubblewrap.SandboxSettings;

import java.io.IOException;

/// The sandbox of local builds: the same as the server's, so that what builds here builds there.
final class LocalSandbox {
    private LocalSandbox() {}

    static Bubblewrap open(LocalHome home) throws IOException {
        return Bubblewrap.open(SandboxSettings.in(home.folder("sandbox")));
    }
}

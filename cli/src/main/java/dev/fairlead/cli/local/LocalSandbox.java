package dev.fairlead.cli.local;

import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.network.NetworkRules;

import java.io.IOException;
import java.util.Set;

/// The sandbox of local builds: the same as the server's, so that what builds here builds there.
final class LocalSandbox {
    private LocalSandbox() {}

    static Sandbox open(LocalHome home) throws IOException {
        NetworkRules network =
                home.registry()
                        .map(npm -> NetworkRules.PUBLIC.allowing(Set.of(npm.host())))
                        .orElse(NetworkRules.PUBLIC);
        return home.sandbox().open(SandboxSettings.in(home.folder("sandbox")).with(network));
    }
}

package dev.fairlead.sandbox;

import dev.fairlead.sandbox.bubblewrap.Bubblewrap;

import java.io.IOException;

class NetworkTest extends NetworkContract {
    @Override
    protected Sandbox open(SandboxSettings settings) throws IOException {
        return Bubblewrap.open(settings);
    }
}

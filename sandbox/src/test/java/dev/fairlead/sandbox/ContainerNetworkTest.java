package dev.fairlead.sandbox;

import dev.fairlead.sandbox.containers.ContainerSandbox;
import dev.fairlead.testkit.engines.EngineDaemon;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

import java.io.IOException;

@Tag("slow")
class ContainerNetworkTest extends NetworkContract {
    private static EngineDaemon daemon;

    @BeforeAll
    static void start() throws Exception {
        daemon = EngineDaemon.start();
    }

    @AfterAll
    static void stop() {
        daemon.close();
    }

    @Override
    protected Sandbox open(SandboxSettings settings) throws IOException {
        return ContainerSandbox.open(settings, daemon.socket());
    }
}

package dev.fairlead.engine;

import dev.fairlead.engine.EngineFacts.Product;
import dev.fairlead.testkit.engines.PodmanDaemon;
import dev.fairlead.testkit.engines.TestEngine;

import org.junit.jupiter.api.Tag;

import java.io.IOException;
import java.util.Set;

@Tag("slow")
class PodmanEngineTest extends EngineContract {
    @Override
    TestEngine launch(String registry) throws IOException, InterruptedException {
        return PodmanDaemon.start(registry);
    }

    /// The first with control groups of version 1 alone, as far as we saw.
    @Override
    Set<Gap> gaps() {
        return Set.of(Gap.OUT_OF_MEMORY, Gap.LAST_OUTPUT);
    }

    @Override
    Product product() {
        return Product.PODMAN;
    }
}

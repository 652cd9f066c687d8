package dev.fairlead.engine;

import dev.fairlead.engine.EngineFacts.Product;
import dev.fairlead.testkit.engines.EngineDaemon;
import dev.fairlead.testkit.engines.TestEngine;

import org.junit.jupiter.api.Tag;

import java.io.IOException;

@Tag("slow")
class DockerEngineTest extends EngineContract {
    @Override
    TestEngine launch(String registry) throws IOException, InterruptedException {
        return EngineDaemon.withNetworks();
    }

    @Override
    Product product() {
        return Product.DOCKER;
    }
}

package dev.fairlead.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.control.Bench;
import dev.fairlead.controlplane.store.builds.BuildCacheStore;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.services.PublishedStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/// What garbage collection must leave alone.
@Timeout(60)
class NeededBytesTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private List<String> needed() {
        return new PublishedStore(bench.database).neededHashes();
    }

    private static String hex(String source) {
        return Bench.source(source).hex();
    }

    @Test
    void every_version_an_open_deployment_a_dead_letter_and_the_cache_keep_theirs() {
        // Given
        ServiceRecord function = bench.function();
        bench.deploy(function, "first version");
        bench.deploy(function, "second version");
        ServiceRecord unlucky = bench.function();
        Deployment dead = bench.submit(unlucky, "dead");
        bench.run.giveUp(dead.id(), new IllegalStateException("the disk is gone"));
        bench.submit(bench.function(), "open");
        Deployment cancelled = bench.submit(bench.function(), "cancelled");
        bench.useBuilds.cancel(bench.organization, cancelled.build());
        ContentHash cached = Bench.source("cached");
        new BuildCacheStore(bench.database, Bench.CLOCK)
                .put(
                        bench.organization,
                        Bench.source("key"),
                        new Deployment.Product(Abi.SCRIPT, cached),
                        1);
        // When
        List<String> needed = needed();
        // Then
        assertThat(needed)
                .contains(
                        hex("first version"),
                        hex("second version"),
                        hex("dead"),
                        hex("open"),
                        cached.hex())
                .doesNotContain(hex("cancelled"), hex("key"));
    }

    @Test
    void what_a_deleted_function_had_is_let_go() {
        // Given
        ServiceRecord function = bench.function();
        bench.deploy(function, "gone with its function");
        // When
        bench.services.delete(bench.organization, function.id());
        // Then
        assertThat(needed()).doesNotContain(hex("gone with its function"));
    }
}

package dev.fairlead.container.instances;

import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.containers.Container;
import dev.fairlead.engine.containers.ContainerState;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// How a container ended: its exit code, and all that people want to know. One that is not there
/// any more was `removed`.
public record End(int exitCode, boolean removed, String told) {
    private static final Logger LOG = LoggerFactory.getLogger(End.class);
    private static final Duration ENGINE_AWAY = Duration.ofSeconds(1);

    /// Blocks until it comes. An engine that goes away is waited for, as its containers may live
    /// on; empty where `closing` begins meanwhile.
    public static Optional<End> await(Engine engine, String container, Closing closing)
            throws InterruptedException {
        while (!closing.begun()) {
            try {
                try (var end = engine.containers().await(container)) {
                    end.exitCode();
                }
                return Optional.of(of(engine, engine.containers().inspect(container)));
            } catch (EngineFailed e) {
                if (e.reason() == EngineFailed.Reason.MISSING) {
                    return Optional.of(new End(0, true, "it was removed"));
                }
                LOG.warn("a container cannot be watched container={}", container, e);
            } catch (IOException e) {
                LOG.debug("the engine is away container={}", container, e);
            }
            closing.beginsWithin(ENGINE_AWAY);
        }
        return Optional.empty();
    }

    private static End of(Engine engine, Container ended) {
        ContainerState state = ended.state();
        String how =
                state.outOfMemory()
                        ? "it ran out of memory"
                        : "it ended with exit code " + state.exitCode();
        return new End(state.exitCode(), false, how + "." + LastWords.of(engine, ended.id()));
    }
}

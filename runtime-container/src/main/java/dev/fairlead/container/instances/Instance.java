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

/// A container that answers requests, until it ends or is stopped.
public final class Instance {
    private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
    private static final Duration ENGINE_AWAY = Duration.ofSeconds(1);

    private final Engine engine;
    private final String container;
    private final Contact contact;
    private volatile boolean frozen;
    private final long began = System.nanoTime();

    Instance(Engine engine, String container, Contact contact) {
        this.engine = engine;
        this.container = container;
        this.contact = contact;
    }

    /// A container's id as people are shown it.
    public static String shortened(String container) {
        return container.substring(0, Math.min(12, container.length()));
    }

    public String container() {
        return container;
    }

    public Contact contact() {
        return contact;
    }

    public boolean livedFor(Duration time) {
        return System.nanoTime() - began >= time.toNanos();
    }

    /// Blocks until it has ended; how, for people. An engine that goes away is waited for, as its
    /// containers may live on, until `closing` begins.
    public Optional<String> awaitEnd(Closing closing) throws InterruptedException {
        while (!closing.begun()) {
            try {
                try (var end = engine.containers().await(container)) {
                    end.exitCode();
                }
                return Optional.of(told(engine.containers().inspect(container)));
            } catch (EngineFailed e) {
                if (e.reason() == EngineFailed.Reason.MISSING) {
                    return Optional.of("it was removed");
                }
                LOG.warn("an instance cannot be watched container={}", container, e);
            } catch (IOException e) {
                LOG.debug("the engine is away container={}", container, e);
            }
            closing.beginsWithin(ENGINE_AWAY);
        }
        return Optional.empty();
    }

    private String told(Container ended) {
        ContainerState state = ended.state();
        String how =
                state.outOfMemory()
                        ? "it ran out of memory"
                        : "it ended with exit code " + state.exitCode();
        return how + "." + LastWords.of(engine, container);
    }

    /// Takes the processor away from all of it; its memory and its connections stay.
    public void freeze() throws IOException {
        frozen = true;
        engine.containers().pause(container);
    }

    public void thaw() throws IOException {
        engine.containers().unpause(container);
        frozen = false;
    }

    /// Asks it to end, waits for `grace`, ends it, and removes what is left.
    public void stop(Duration grace) {
        try {
            if (frozen) {
                thaw();
            }
            engine.containers().stop(container, grace);
            engine.containers().remove(container);
        } catch (IOException e) {
            // Whoever looks for what nobody has finds it later.
            LOG.warn("an instance could not be stopped container={}", container, e);
        } finally {
            contact.close();
        }
    }
}

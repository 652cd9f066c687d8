package dev.fairlead.container.instances;

import dev.fairlead.engine.Engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A container that answers requests, until it ends or is stopped.
public final class Instance {
    private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

    private final Engine engine;
    private final Launcher launcher;
    private final String container;
    private final Contact contact;
    private volatile boolean frozen;
    private final long began = System.nanoTime();

    Instance(Engine engine, Launcher launcher, String container, Contact contact) {
        this.engine = engine;
        this.launcher = launcher;
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

    /// Blocks until it has ended; how, for people. Empty where `closing` begins meanwhile.
    public Optional<String> awaitEnd(Closing closing) throws InterruptedException {
        return End.await(engine, container, closing).map(End::told);
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
            launcher.remove(container);
        } catch (IOException e) {
            // Whoever looks for what nobody has finds it later.
            LOG.warn("an instance could not be stopped container={}", container, e);
        } finally {
            contact.close();
        }
    }
}

package dev.fairlead.container.logs;

import dev.fairlead.container.instances.Marks;
import dev.fairlead.dataplane.apps.LineSink;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.containers.Container;
import dev.fairlead.engine.containers.ContainerState.Phase;
import dev.fairlead.engine.containers.ContainerSummary;
import dev.fairlead.engine.events.Event;
import dev.fairlead.engine.events.EventListener;
import dev.fairlead.engine.events.Subscription;
import dev.fairlead.engine.labels.Kind;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Reads what every container of this installation prints, from where it was read before to its
/// end, also what it printed while nobody read. For any thread.
public final class Printing implements EventListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Printing.class);

    private final Engine engine;
    private final Marks marks;
    private final LineSink sink;
    private final Map<String, Reader> readers = new ConcurrentHashMap<>();
    private @Nullable Subscription subscription;
    private volatile boolean closed;

    public Printing(Engine engine, Marks marks, LineSink sink) {
        this.engine = engine;
        this.marks = marks;
        this.sink = sink;
    }

    public synchronized void begin() {
        if (!closed && subscription == null) {
            subscription = engine.listen(List.of(marks.ours()), this);
        }
    }

    @Override
    public void relist() {
        try {
            for (String kind : List.of(Marks.INSTANCE, Marks.PART, Marks.KEPT)) {
                for (ContainerSummary one : engine.containers().list(marks.ofKind(kind))) {
                    if (one.phase() != Phase.CREATED) {
                        read(one.id(), one.labels());
                    }
                }
            }
        } catch (IOException e) {
            // The engine went away again; we are told to list once it is back.
            LOG.debug("what prints is not known", e);
        }
    }

    @Override
    public void happened(Event event) {
        if (event.kind() == Kind.CONTAINER && event.action() == Event.Action.STARTED) {
            read(event.id(), event.attributes());
        }
    }

    /// Where it does not already. One that ended and was started again is read again.
    private void read(String container, Map<String, String> labels) {
        if (closed) {
            return;
        }
        readers.compute(
                container,
                (_, there) -> {
                    if (there != null && there.again()) {
                        return there;
                    }
                    return Source.of(container, labels)
                            .map(source -> new Reader(engine, sink, source, this::ended).begin())
                            .orElse(null);
                });
    }

    private void ended(Reader reader) {
        readers.remove(reader.container(), reader);
    }

    /// Waits until the last line of a container that ended was read; not for longer than
    /// `patience`.
    public void finish(String container, Duration patience) {
        try {
            if (!readers.containsKey(container)) {
                Container now = engine.containers().inspect(container);
                if (now.state().phase() == Phase.CREATED) {
                    return;
                }
                read(container, now.labels());
            }
            Reader reader = readers.get(container);
            if (reader != null) {
                reader.awaitEnd(patience);
            }
        } catch (EngineFailed e) {
            if (e.reason() != Reason.MISSING) {
                LOG.debug("the last lines are not read container={}", container, e);
            }
        } catch (IOException e) {
            LOG.debug("the last lines are not read container={}", container, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Subscription listening;
        synchronized (this) {
            closed = true;
            listening = subscription;
        }
        if (listening != null) {
            listening.close();
        }
        readers.values().forEach(Reader::close);
    }
}

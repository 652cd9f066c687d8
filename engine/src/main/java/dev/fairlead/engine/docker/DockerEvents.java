package dev.fairlead.engine.docker;

import dev.fairlead.engine.api.Api;
import dev.fairlead.engine.api.Json;
import dev.fairlead.engine.api.Lines;
import dev.fairlead.engine.api.Query;
import dev.fairlead.engine.events.Event;
import dev.fairlead.engine.events.Event.Action;
import dev.fairlead.engine.events.EventListener;
import dev.fairlead.engine.events.Subscription;
import dev.fairlead.engine.http.Exchange;
import dev.fairlead.engine.http.Request;
import dev.fairlead.engine.labels.Kind;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Events as lines of JSON, asked for anew when they end.
final class DockerEvents implements Subscription {
    private static final long SHORTEST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 2000;
    private static final Map<String, Kind> KINDS =
            Map.of(
                    "container", Kind.CONTAINER,
                    "image", Kind.IMAGE,
                    "network", Kind.NETWORK,
                    "volume", Kind.VOLUME);

    private final Api api;
    private final List<String> labels;
    private final EventListener listener;
    private final Consumer<DockerEvents> afterwards;
    private final Thread thread = Thread.ofVirtual().name("engine-events").unstarted(this::run);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Object lock = new Object();
    private boolean telling;

    DockerEvents(
            Api api,
            List<String> labels,
            EventListener listener,
            Consumer<DockerEvents> afterwards) {
        this.api = api;
        this.labels = List.copyOf(labels);
        this.listener = listener;
        this.afterwards = afterwards;
    }

    void begin() {
        thread.start();
    }

    private void run() {
        long pause = SHORTEST_PAUSE_MS;
        while (true) {
            long began = System.nanoTime();
            try {
                listen();
            } catch (IOException | RuntimeException e) {
                // The engine is away, or the listener lost its way: both begin anew below.
            }
            boolean lasted =
                    System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(LONGEST_PAUSE_MS);
            pause = lasted ? SHORTEST_PAUSE_MS : Math.min(2 * pause, LONGEST_PAUSE_MS);
            if (closed(pause)) {
                return;
            }
        }
    }

    private boolean closed(long patience) {
        try {
            return closing.await(patience, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Nobody else knows this thread.
            return true;
        }
    }

    private void listen() throws IOException {
        api.negotiate();
        // Podman finds no label by its name alone, and takes one of several for enough.
        List<String> asked = api.podman() ? List.of() : labels;
        var request = Request.get(api.at(new Query("/events").labelled(asked)));
        try (Exchange exchange = api.open(request, false)) {
            tell(listener::relist);
            var lines = new Lines(exchange.body());
            while (!closed(0)) {
                Optional<String> line = lines.next();
                if (line.isEmpty()) {
                    return;
                }
                event(Json.parsed(line.get()))
                        .filter(event -> labels.stream().allMatch(one -> carries(event, one)))
                        .ifPresent(event -> tell(() -> listener.happened(event)));
            }
        }
    }

    /// Not once it is closed, and while it tells nobody interrupts it.
    private void tell(Runnable what) {
        synchronized (lock) {
            if (closed(0)) {
                return;
            }
            telling = true;
        }
        try {
            what.run();
        } finally {
            synchronized (lock) {
                telling = false;
            }
        }
    }

    private static Optional<Event> event(JsonNode all) {
        Kind kind = KINDS.get(Json.text(all, "Type"));
        if (kind == null) {
            return Optional.empty();
        }
        JsonNode actor = all.path("Actor");
        var attributes = new HashMap<String, String>();
        actor.path("Attributes")
                .forEachEntry((name, value) -> attributes.put(name, value.asString("")));
        if (attributes.containsKey("containerExitCode")) {
            attributes.putIfAbsent("exitCode", attributes.get("containerExitCode"));
        }
        String word = Json.text(all, "Action");
        long nanos = all.path("timeNano").asLong(0);
        return Optional.of(
                new Event(
                        kind,
                        Json.text(actor, "ID"),
                        action(word),
                        word,
                        attributes,
                        Instant.ofEpochSecond(0, nanos)));
    }

    private static boolean carries(Event event, String label) {
        String[] parts = label.split("=", 2);
        String value = event.attributes().get(parts[0]);
        return value != null && (parts.length == 1 || value.equals(parts[1]));
    }

    /// Docker's word, then Podman's.
    private static Action action(String word) {
        return switch (word) {
            case "create" -> Action.CREATED;
            case "start" -> Action.STARTED;
            case "pause" -> Action.PAUSED;
            case "unpause" -> Action.UNPAUSED;
            case "oom" -> Action.OUT_OF_MEMORY;
            case "die", "died" -> Action.DIED;
            case "destroy", "delete", "remove" -> Action.REMOVED;
            default -> Action.OTHER;
        };
    }

    @Override
    public void close() {
        synchronized (lock) {
            closing.countDown();
            if (!telling) {
                thread.interrupt();
            }
        }
        boolean interrupted = false;
        while (thread.isAlive() && !Thread.currentThread().equals(thread)) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        afterwards.accept(this);
    }
}

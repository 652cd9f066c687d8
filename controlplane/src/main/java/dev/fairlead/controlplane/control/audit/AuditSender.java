package dev.fairlead.controlplane.control.audit;

import dev.fairlead.controlplane.control.audit.AuditDelivery.Message;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.audit.AuditEvent;
import dev.fairlead.controlplane.store.audit.AuditStore;
import dev.fairlead.controlplane.store.audit.AuditStream;
import dev.fairlead.controlplane.store.audit.AuditStreamStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Sends to each stream what it has not got yet, in order, a batch at a time: the next one when the
/// one before arrived. What is sent again has the same id. Runs on one instance at a time; should
/// two run after all, a receiver gets events twice and none is left out.
public final class AuditSender {
    private static final Logger LOG = LoggerFactory.getLogger(AuditSender.class);
    private static final int BATCH = 100;
    private static final Duration TURN = Duration.ofSeconds(10);
    private static final int MOST_STREAMS = 100;
    private static final int LONGEST_REASON = 300;

    private final AuditStreamStore streams;
    private final AuditStore events;
    private final AuditStreams secrets;
    private final AuditDelivery delivery;
    private final Function<AuditEvent, String> line;
    private final Patience patience;
    private final Clock clock;

    public AuditSender(
            AuditStreamStore streams,
            AuditStore events,
            AuditStreams secrets,
            AuditDelivery delivery,
            Function<AuditEvent, String> line,
            Patience patience,
            Clock clock) {
        this.streams = streams;
        this.events = events;
        this.secrets = secrets;
        this.delivery = delivery;
        this.line = line;
        this.patience = patience;
        this.clock = clock;
    }

    /// How long to wait after a failure, doubled with each more, and after how many in a row a
    /// stream is paused.
    public record Patience(Duration first, Duration longest, int failures) {
        /// Three hours in all.
        public static final Patience STANDARD =
                new Patience(Duration.ofSeconds(2), Duration.ofMinutes(5), 40);

        Duration after(int failures) {
            long doubled = first.toMillis() << Math.min(failures, 20);
            return Duration.ofMillis(Math.min(doubled, longest.toMillis()));
        }
    }

    /// Sends to all that have something to get, side by side: a receiver that is slow holds up no
    /// other.
    public void run() {
        var threads = new ArrayList<Thread>();
        for (AuditStream stream : streams.due(MOST_STREAMS)) {
            threads.add(Thread.ofVirtual().name("audit-stream").start(() -> send(stream)));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                threads.forEach(Thread::interrupt);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void send(AuditStream stream) {
        try {
            long reached = stream.cursor();
            long end = System.nanoTime() + TURN.toNanos();
            while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
                List<AuditEvent> batch = events.after(stream.organization(), reached, BATCH);
                if (batch.isEmpty()) {
                    return;
                }
                String id =
                        "%s_%d-%d"
                                .formatted(
                                        stream.id(),
                                        batch.getFirst().sequence(),
                                        batch.getLast().sequence());
                delivery.send(
                        stream,
                        secrets.secret(stream),
                        id,
                        batch.stream().map(e -> Message.of(e, line.apply(e))).toList());
                if (!streams.delivered(stream.id(), reached, batch.getLast().sequence())) {
                    return;
                }
                reached = batch.getLast().sequence();
            }
        } catch (IOException e) {
            failed(stream, String.valueOf(e.getMessage()));
        } catch (DatabaseUnavailable e) {
            LOG.debug("audit events are sent later streamId={}", stream.id(), e);
        } catch (RuntimeException e) {
            LOG.error("audit events were not sent streamId={}", stream.id(), e);
            failed(stream, "something went wrong on our side");
        }
    }

    private void failed(AuditStream stream, String why) {
        boolean enough = stream.failures() + 1 >= patience.failures();
        if (enough) {
            LOG.warn("a stream of audit events is paused streamId={} why={}", stream.id(), why);
        }
        streams.failed(
                stream.id(),
                why.length() > LONGEST_REASON ? why.substring(0, LONGEST_REASON) : why,
                clock.instant().plus(patience.after(stream.failures())),
                enough);
    }
}

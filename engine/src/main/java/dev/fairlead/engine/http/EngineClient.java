package dev.fairlead.engine.http;

import dev.fairlead.engine.EngineAddress;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// HTTP with one engine. Connections are kept for the next call; one that the engine closed in the
/// meantime is noticed before it is used, or replaced once for a call that can be repeated.
public final class EngineClient implements AutoCloseable {
    private static final int LONGEST_ANSWER = 8 << 20;
    private static final int MOST_KEPT = 8;
    private static final int MOST_CALLS = 128;
    private static final Duration REST = Duration.ofSeconds(30);
    private static final Duration REST_OVER_TLS = Duration.ofSeconds(5);

    private final EngineAddress address;
    private final ScheduledThreadPoolExecutor clock;
    private final Deque<Connection> kept = new ConcurrentLinkedDeque<>();
    private final Semaphore calls = new Semaphore(MOST_CALLS);
    private volatile boolean closed;

    public EngineClient(EngineAddress address) {
        this.address = address;
        this.clock =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("engine-deadlines").daemon().factory());
        clock.setRemoveOnCancelPolicy(true);
        clock.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /// Asks and reads all of the answer, which is bounded.
    public Answer call(Request request, Duration patience) throws IOException {
        enter(patience);
        var deadline = new Deadline(patience, clock);
        try {
            Optional<Connection> resting = rested(deadline);
            if (resting.isPresent()) {
                Connection connection = resting.get();
                try {
                    return whole(connection, request);
                } catch (IOException e) {
                    if (connection.answered() || deadline.passed() || !request.repeatable()) {
                        throw e;
                    }
                    // The engine closed it just now.
                }
            }
            return whole(connect(deadline), request);
        } catch (IOException e) {
            throw deadline.explained(e);
        } finally {
            deadline.close();
            calls.release();
        }
    }

    private void enter(Duration patience) throws IOException {
        requireOpen();
        try {
            if (!calls.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(MOST_CALLS + " calls to the engine are under way already");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before the engine was asked");
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the engine is let go of already");
        }
    }

    private Answer whole(Connection connection, Request request) throws IOException {
        try {
            connection.ask(request, false);
            byte[] content = connection.body().readNBytes(LONGEST_ANSWER + 1);
            if (content.length > LONGEST_ANSWER) {
                throw new IOException("the engine's answer is too long");
            }
            return new Answer(connection.status(), new String(content, StandardCharsets.UTF_8));
        } finally {
            giveBack(connection);
        }
    }

    /// Asks, and leaves the answer to whoever reads it; the deadline is for its head alone.
    public Exchange open(Request request, boolean upgrade, Duration patience) throws IOException {
        Exchange exchange = openWithin(request, upgrade, patience);
        exchange.endDeadline();
        return exchange;
    }

    /// The same with a deadline for all of it.
    public Exchange openWithin(Request request, boolean upgrade, Duration patience)
            throws IOException {
        requireOpen();
        var deadline = new Deadline(patience, clock);
        try {
            // Not one that rested: what is opened is long and may not be repeatable.
            Connection connection = connect(deadline);
            try {
                connection.ask(request, upgrade);
                return new Exchange(this, connection, deadline);
            } catch (IOException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (IOException e) {
            deadline.close();
            throw deadline.explained(e);
        } catch (RuntimeException e) {
            deadline.close();
            throw e;
        }
    }

    private Optional<Connection> rested(Deadline deadline) throws IOException {
        long longest = rest().toNanos();
        while (true) {
            Connection connection = kept.pollFirst();
            if (connection == null) {
                return Optional.empty();
            }
            if (!connection.restedLonger(longest) && connection.holds()) {
                deadline.closes(connection::close);
                return Optional.of(connection);
            }
            connection.close();
        }
    }

    private Duration rest() {
        return switch (address) {
            case EngineAddress.Unix _ -> REST;
            case EngineAddress.Tls _ -> REST_OVER_TLS;
        };
    }

    private Connection connect(Deadline deadline) throws IOException {
        Wire wire =
                switch (address) {
                    case EngineAddress.Unix(var socket) -> UnixWire.open(socket, deadline);
                    case EngineAddress.Tls tls -> TlsWire.open(tls, deadline);
                };
        return new Connection(wire);
    }

    void giveBack(Connection connection) {
        if (closed || !connection.reusable() || kept.size() >= MOST_KEPT) {
            connection.close();
            return;
        }
        connection.rest();
        kept.addFirst(connection);
        if (closed) {
            closeKept();
        }
    }

    private void closeKept() {
        for (Connection each = kept.pollFirst(); each != null; each = kept.pollFirst()) {
            each.close();
        }
    }

    /// Ends deadlines and what rests; exchanges stay open.
    @Override
    public void close() {
        closed = true;
        closeKept();
        clock.shutdownNow();
    }
}

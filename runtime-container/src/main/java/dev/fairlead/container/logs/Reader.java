package dev.fairlead.container.logs;

import dev.fairlead.dataplane.apps.LineSink;
import dev.fairlead.dataplane.apps.LineSink.Reached;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.streams.LogEntry;
import dev.fairlead.engine.streams.LogQuery;
import dev.fairlead.engine.streams.LogStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Reads one container's lines by a thread of its own, to its end.
final class Reader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);
    private static final long AWAY_MILLIS = 500;

    private final Engine engine;
    private final LineSink sink;
    private final Source source;
    private final Consumer<Reader> ended;
    private final Allowance allowance = new Allowance(System.nanoTime());
    private final CountDownLatch over = new CountDownLatch(1);
    private Reached reached = Reached.NOTHING;
    private boolean again = true;
    private boolean done;
    private @Nullable LogStream stream;
    private volatile boolean closed;

    Reader(Engine engine, LineSink sink, Source source, Consumer<Reader> ended) {
        this.engine = engine;
        this.sink = sink;
        this.source = source;
        this.ended = ended;
    }

    String container() {
        return source.container();
    }

    Reader begin() {
        Thread.ofVirtual().name("lines-" + source.instance()).start(this::run);
        return this;
    }

    /// Its container was started again: what it prints then is read, too. False where this came too
    /// late.
    synchronized boolean again() {
        again = true;
        return !done;
    }

    void awaitEnd(Duration patience) throws InterruptedException {
        if (!over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("lines are left unread container={}", container());
        }
    }

    private void run() {
        try {
            reached = sink.reached(source.instance());
            while (wanted() && !closed) {
                read();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("what a container prints is not read any more container={}", container(), e);
        } finally {
            ended.accept(this);
            over.countDown();
        }
    }

    /// At first, and whenever its container was started anew or its engine was away.
    private synchronized boolean wanted() {
        boolean more = again;
        again = false;
        done = !more;
        return more;
    }

    private void read() throws InterruptedException {
        try (LogStream lines = open()) {
            take(lines);
        } catch (EngineFailed e) {
            if (e.reason() == Reason.MISSING || e.reason() == Reason.UNSUPPORTED) {
                return;
            }
            later(e);
        } catch (IOException e) {
            later(e);
        } finally {
            synchronized (this) {
                stream = null;
            }
        }
    }

    private void later(IOException why) throws InterruptedException {
        LOG.debug("what a container prints cannot be read now container={}", container(), why);
        TimeUnit.MILLISECONDS.sleep(AWAY_MILLIS);
        again();
    }

    private LogStream open() throws IOException {
        Optional<Instant> since =
                reached.lines() == 0 ? Optional.empty() : Optional.of(reached.at());
        LogStream lines =
                engine.containers()
                        .logs(container(), new LogQuery(true, since, OptionalInt.empty()));
        synchronized (this) {
            stream = lines;
        }
        return lines;
    }

    private void take(LogStream lines) throws IOException, InterruptedException {
        int known = reached.lines();
        Instant edge = reached.at();
        var within = EnumSet.noneOf(LogEntry.Source.class);
        for (Optional<LogEntry> next = lines.next(); next.isPresent(); next = lines.next()) {
            LogEntry entry = next.get();
            boolean first = !within.contains(entry.source());
            if (entry.ended()) {
                within.remove(entry.source());
            } else {
                within.add(entry.source());
            }
            Instant at = entry.time().truncatedTo(ChronoUnit.MICROS);
            boolean old = at.isBefore(edge) || (first && at.equals(edge) && known-- > 0);
            if (old || closed) {
                continue;
            }
            if (first) {
                keep(entry, at);
            }
            // What follows the first 16 KiB of a line is left out, and costs as much to read.
            Optional<Duration> pause = allowance.spend(entry.text().length(), System.nanoTime());
            if (pause.isPresent()) {
                leaveOut(pause.get(), at);
                return;
            }
        }
    }

    private void keep(LogEntry entry, Instant at) throws InterruptedException {
        String text = entry.ended() ? entry.text() : entry.text() + " …";
        sink.keep(source.line(entry.source() == LogEntry.Source.ERRORS, at, text));
        reached = new Reached(at, at.equals(reached.at()) ? reached.lines() + 1 : 1);
    }

    /// It prints more than is kept: what it prints for a while is not read at all.
    private void leaveOut(Duration pause, Instant from) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        Instant until = Instant.now().truncatedTo(ChronoUnit.MICROS);
        sink.keep(
                source.line(
                        true,
                        until,
                        "fairlead: it printed more than is kept; left out is what it printed from "
                                + from
                                + " to "
                                + until));
        reached = new Reached(until, 1);
        again();
    }

    @Override
    public void close() {
        closed = true;
        LogStream open;
        synchronized (this) {
            open = stream;
        }
        if (open != null) {
            open.close();
        }
    }
}

package dev.fairlead.engine.docker;

import dev.fairlead.engine.api.Frames;
import dev.fairlead.engine.api.Json;
import dev.fairlead.engine.http.Exchange;
import dev.fairlead.engine.streams.LogEntry;
import dev.fairlead.engine.streams.LogStream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// Lines with their times: each piece of the stream is one, or a part of a long one.
final class DockerLog implements LogStream {
    private static final int LONGEST_TEXT = 16 << 10;
    private static final int LONGEST_STAMP = 64;

    private final Exchange exchange;
    private final Frames frames;
    private Instant time = Instant.EPOCH;

    DockerLog(Exchange exchange) {
        this.exchange = exchange;
        this.frames = new Frames(exchange.body());
    }

    @Override
    public Optional<LogEntry> next() throws IOException {
        boolean within = frames.left() > 0;
        if (!frames.next()) {
            return Optional.empty();
        }
        if (!within) {
            time = stamp();
        }
        byte[] text = frames.readNBytes(Math.min(frames.left(), LONGEST_TEXT));
        int length = text.length;
        boolean ended = length > 0 && text[length - 1] == '\n';
        if (ended) {
            length--;
        } else if (frames.left() == 1) {
            // Its end does not make a piece of its own.
            ended = frames.read() == '\n';
        }
        var source =
                frames.source() == Frames.ERRORS ? LogEntry.Source.ERRORS : LogEntry.Source.OUTPUT;
        return Optional.of(
                new LogEntry(
                        source, time, new String(text, 0, length, StandardCharsets.UTF_8), ended));
    }

    private Instant stamp() throws IOException {
        var text = new StringBuilder();
        while (frames.left() > 0 && text.length() < LONGEST_STAMP) {
            int sign = frames.read();
            if (sign == ' ') {
                return Json.time(text.toString()).orElseThrow(DockerLog::malformed);
            }
            text.append((char) sign);
        }
        throw malformed();
    }

    private static IOException malformed() {
        return new IOException("the engine's log is malformed");
    }

    @Override
    public void close() {
        exchange.close();
    }
}

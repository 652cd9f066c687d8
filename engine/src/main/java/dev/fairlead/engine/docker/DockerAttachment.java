package dev.fairlead.engine.docker;

import dev.fairlead.engine.api.Frames;
import dev.fairlead.engine.http.Exchange;
import dev.fairlead.engine.streams.Attachment;

import java.io.InputStream;
import java.io.OutputStream;

/// A stream in both directions.
final class DockerAttachment implements Attachment {
    private final Exchange exchange;
    private final Frames frames;

    DockerAttachment(Exchange exchange) {
        this.exchange = exchange;
        this.frames = new Frames(exchange.body());
    }

    @Override
    public OutputStream input() {
        return exchange.input();
    }

    @Override
    public InputStream output() {
        return frames;
    }

    @Override
    public void close() {
        exchange.close();
    }
}

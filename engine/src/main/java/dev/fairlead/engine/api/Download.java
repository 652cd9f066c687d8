package dev.fairlead.engine.api;

import dev.fairlead.engine.http.Exchange;

import java.io.FilterInputStream;

/// An answer as a stream, which ends with it.
public final class Download extends FilterInputStream {
    private final Exchange exchange;

    public Download(Exchange exchange) {
        super(exchange.body());
        this.exchange = exchange;
    }

    @Override
    public void close() {
        exchange.close();
    }
}

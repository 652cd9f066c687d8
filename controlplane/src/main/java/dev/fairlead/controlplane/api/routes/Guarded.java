package dev.fairlead.controlplane.api.routes;

import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.ids.RequestId;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// An exchange whose stream ends when its caller may no longer have it.
final class Guarded implements BlockingExchange {
    private final BlockingExchange exchange;
    private final BooleanSupplier still;

    Guarded(BlockingExchange exchange, BooleanSupplier still) {
        this.exchange = exchange;
        this.still = still;
    }

    @Override
    public Stream stream(int status, List<Header> headers) {
        Stream stream = exchange.stream(status, headers);
        return new Stream() {
            @Override
            public void write(byte[] bytes) throws IOException, InterruptedException {
                if (!still.getAsBoolean()) {
                    throw new IOException("the caller may not have this any more");
                }
                stream.write(bytes);
            }

            @Override
            public boolean closed() {
                return stream.closed() || !still.getAsBoolean();
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }

    @Override
    public RequestId id() {
        return exchange.id();
    }

    @Override
    public String method() {
        return exchange.method();
    }

    @Override
    public String path() {
        return exchange.path();
    }

    @Override
    public String query() {
        return exchange.query();
    }

    @Override
    public Optional<String> header(String name) {
        return exchange.header(name);
    }

    @Override
    public String remoteAddress() {
        return exchange.remoteAddress();
    }

    @Override
    public boolean secure() {
        return exchange.secure();
    }

    @Override
    public InputStream body(long mostBytes) {
        return exchange.body(mostBytes);
    }

    @Override
    public void answer(int status, List<Header> headers, byte[] body) {
        exchange.answer(status, headers, body);
    }
}

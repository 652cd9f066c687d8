package dev.fairlead.controlplane.api.routes;

import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.http.OuterExchange;
import dev.fairlead.dataplane.runtime.Header;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// An exchange whose stream ends when its caller may no longer have it.
final class Guarded extends OuterExchange {
    private final BooleanSupplier still;

    Guarded(BlockingExchange exchange, BooleanSupplier still) {
        super(exchange);
        this.still = still;
    }

    @Override
    public Stream stream(int status, List<Header> headers) {
        Stream stream = inner().stream(status, headers);
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
}

package dev.fairlead.dataplane.http;

import dev.fairlead.dataplane.clients.Client;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.RequestId;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Hands requests from the event loop to a `BlockingHandler`, each on a virtual thread, at most
/// `most` at a time.
public final class BlockingBridge {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingBridge.class);

    private final BlockingHandler handler;
    private final Semaphore places;
    private final long mostBytes;

    public BlockingBridge(BlockingHandler handler, int most, long mostBytes) {
        this.handler = handler;
        this.places = new Semaphore(most);
        this.mostBytes = mostBytes;
    }

    /// Called on the request's event loop.
    public void handle(HttpServerRequest request, Context context, Client client, RequestId id) {
        var exchange = new VertxExchange(request, context, client, id, mostBytes);
        if (!places.tryAcquire()) {
            problem(exchange, ErrorCode.AT_CAPACITY, "too many API requests at once; try again");
            return;
        }
        Thread.ofVirtual()
                .name("api-" + id)
                .start(() -> {
                    try {
                        run(exchange);
                    } finally {
                        places.release();
                    }
                });
    }

    private void run(VertxExchange exchange) {
        try {
            handler.handle(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(exchange, e);
        } catch (IOException e) {
            LOG.debug("client went away requestId={}", exchange.id(), e);
        } catch (Rejected e) {
            problem(exchange, e.code(), e.detail());
        } catch (Exception e) {
            failed(exchange, e);
        }
    }

    private static void failed(VertxExchange exchange, Exception e) {
        LOG.error("request failed requestId={}", exchange.id(), e);
        problem(exchange, ErrorCode.INTERNAL, "the server's log has more under this request id");
    }

    private static void problem(VertxExchange exchange, ErrorCode code, String detail) {
        if (!exchange.answered()) {
            var problem = new Problem(code, detail, exchange.id().toString());
            exchange.answer(
                    code.status(),
                    List.of(new Header("content-type", Problem.JSON_TYPE)),
                    problem.json());
        }
    }
}

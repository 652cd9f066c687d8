package dev.fairlead.dataplane.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// The connections of one event loop: counts them against the installation's limit and closes those
/// that never ask anything. Confined to its event loop, but for the shared count.
final class Connections {
    private final Vertx vertx;
    private final GatewaySettings settings;
    private final AtomicInteger count;
    private final Set<HttpConnection> quiet = new HashSet<>();

    Connections(Vertx vertx, GatewaySettings settings, AtomicInteger count) {
        this.vertx = vertx;
        this.settings = settings;
        this.count = count;
    }

    void opened(HttpConnection connection) {
        boolean tooMany = count.incrementAndGet() > settings.maxConnections();
        connection.closeHandler(_ -> {
            count.decrementAndGet();
            quiet.remove(connection);
        });
        if (tooMany) {
            connection.close();
            return;
        }
        quiet.add(connection);
        vertx.setTimer(settings.firstRequest().toMillis(), _ -> closeIfQuiet(connection));
    }

    void visited(HttpConnection connection) {
        if (!quiet.isEmpty()) {
            quiet.remove(connection);
        }
    }

    private void closeIfQuiet(HttpConnection connection) {
        if (quiet.remove(connection)) {
            connection.close();
        }
    }
}

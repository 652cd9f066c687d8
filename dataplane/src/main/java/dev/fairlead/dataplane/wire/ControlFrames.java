package dev.fairlead.dataplane.wire;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http1xServerConnection;

import java.util.concurrent.TimeUnit;

/// Ends connections of HTTP/2 that send pings and settings, each of which has to be answered,
/// without end. On the connection's event loop.
public final class ControlFrames {
    private static final int MOST = 1000;
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final HttpConnection connection;
    private long since = System.nanoTime();
    private int count;

    private ControlFrames(HttpConnection connection) {
        this.connection = connection;
    }

    public static void watch(HttpConnection connection) {
        if (!(connection instanceof Http1xServerConnection)) {
            var frames = new ControlFrames(connection);
            connection.pingHandler(_ -> frames.came());
            connection.remoteSettingsHandler(_ -> frames.came());
        }
    }

    private void came() {
        long now = System.nanoTime();
        if (now - since > PERIOD_NANOS) {
            since = now;
            count = 0;
        }
        count++;
        if (count > MOST) {
            connection.close();
        }
    }
}

package dev.fairlead.dataplane.proxy;

import io.vertx.core.Vertx;

/// Does something a little later on the event loop that asks.
final class Later {
    private Later() {}

    static void run(long millis, Runnable task) {
        var context = Vertx.currentContext();
        if (context == null) {
            task.run();
        } else {
            context.owner().setTimer(millis, _ -> task.run());
        }
    }
}

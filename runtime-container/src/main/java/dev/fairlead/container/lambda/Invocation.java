package dev.fairlead.container.lambda;

import org.jspecify.annotations.Nullable;

/// An event, and who waits for its answer. On one event loop.
final class Invocation {
    final String id;
    final byte[] event;
    final String trace;
    final String clientContext;
    final Reply reply;
    private @Nullable Runnable drained;

    Invocation(String id, byte[] event, String trace, String clientContext, Reply reply) {
        this.id = id;
        this.event = event;
        this.trace = trace;
        this.clientContext = clientContext;
        this.reply = reply;
    }

    /// Told when more of a stream can be taken again.
    void onDrained(Runnable told) {
        drained = told;
    }

    void drained() {
        if (drained != null) {
            drained.run();
        }
    }
}

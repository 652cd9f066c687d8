package dev.fairlead.engine.events;

/// Being told of events. It connects anew by itself whenever the engine was away.
public interface Subscription extends AutoCloseable {
    /// When it returns, the listener is told no more.
    @Override
    void close();
}

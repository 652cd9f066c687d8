package dev.fairlead.engine.events;

/// Who is told of events, by one thread. A listener that throws is told to list anew.
public interface EventListener {
    /// From now on events come, and of what was before nothing is known: what is there has to be
    /// listed. Called before the first event, and again whenever some may have been missed, as
    /// after a restart of the engine.
    void relist();

    void happened(Event event);
}

package dev.fairlead.container.instances;

/// Is told of containers that ended, before they are removed.
@FunctionalInterface
public interface EndListener {
    EndListener NONE = _ -> {};

    /// Takes what it needs of the container, which is removed when this returns.
    void ended(String container);
}

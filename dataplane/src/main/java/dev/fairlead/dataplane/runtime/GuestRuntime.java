package dev.fairlead.dataplane.runtime;

import dev.fairlead.dataplane.versions.GuestSpec;

/// One way to run guests, such as WebAssembly in this process.
public interface GuestRuntime extends AutoCloseable {
    /// The guest of one version. Cheap and lazy: loads nothing until `Guest.prepare` or the first
    /// invocation, so that a hundred thousand idle versions cost little.
    Guest guest(GuestSpec spec);

    @Override
    void close();
}

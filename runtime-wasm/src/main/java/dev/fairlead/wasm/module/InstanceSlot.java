package dev.fairlead.wasm.module;

import dev.fairlead.wasm.memory.PagedMemory;

import org.jspecify.annotations.Nullable;

/// How imports reach the instance that they belong to, which is made after them.
public final class InstanceSlot {
    @Nullable GuestInstance instance;
    @Nullable PagedMemory memory;
    @Nullable GuestCall starting;

    public PagedMemory memory() {
        PagedMemory there = memory;
        if (there == null) {
            throw new IllegalStateException("the module has no memory");
        }
        return there;
    }

    public GuestInstance instance() {
        GuestInstance made = instance;
        if (made == null) {
            throw new IllegalStateException("the instance is not made yet");
        }
        return made;
    }

    /// The call that runs now; a start function belongs to the call that made the instance.
    public GuestCall call() {
        GuestInstance made = instance;
        if (made != null) {
            return made.current();
        }
        GuestCall first = starting;
        if (first == null) {
            throw new IllegalStateException("no call is running");
        }
        return first;
    }
}

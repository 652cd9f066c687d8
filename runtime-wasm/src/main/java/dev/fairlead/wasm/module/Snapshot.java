package dev.fairlead.wasm.module;

import dev.fairlead.wasm.memory.MemoryImage;

/// The state that every call of a guest starts from: memory and mutable globals.
public final class Snapshot {
    final MemoryImage memory;
    final long[] globals;

    Snapshot(MemoryImage memory, long[] globals) {
        this.memory = memory;
        this.globals = globals;
    }

    public long heldBytes() {
        return memory.heldBytes() + 8L * globals.length;
    }
}

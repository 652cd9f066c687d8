package dev.fairlead.wasm.memory;

/// An instance cannot have the memory it starts with.
public final class MemoryRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    MemoryRefused(String message) {
        super(message, null, false, false);
    }
}

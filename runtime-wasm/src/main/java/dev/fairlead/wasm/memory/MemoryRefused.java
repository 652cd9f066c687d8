package dev.fairlead.wasm.memory;

/// An instance cannot have the memory it starts with.
public final class MemoryRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean shared;

    private MemoryRefused(String message, boolean shared) {
        super(message, null, false, false);
        this.shared = shared;
    }

    static MemoryRefused ofLimit(String message) {
        return new MemoryRefused(message, false);
    }

    static MemoryRefused ofBudget() {
        return new MemoryRefused("all functions together use all of their memory", true);
    }

    /// Whether it is the budget of all guests that is used up, and not this guest's limit.
    public boolean ofAllGuests() {
        return shared;
    }
}

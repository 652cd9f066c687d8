package dev.fairlead.wasm.memory;

import com.dylibso.chicory.runtime.TrapException;

/// The trap of an access outside the memory; has no stack trace, so that a guest cannot buy time
/// with it.
final class OutOfBounds extends TrapException {
    private static final long serialVersionUID = 1;

    OutOfBounds() {
        super("out of bounds memory access");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}

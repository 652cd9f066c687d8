package dev.fairlead.wasm.compile;

/// The module is not one that we run; the message says why, for its author.
final class ModuleRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    ModuleRefused(String message) {
        super(message, null, false, false);
    }
}

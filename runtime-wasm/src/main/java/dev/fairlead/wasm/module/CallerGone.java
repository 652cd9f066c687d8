package dev.fairlead.wasm.module;

/// The caller of this call is gone, or the call was killed while it waited.
public final class CallerGone extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CallerGone() {
        super("the caller is gone", null, false, false);
    }
}

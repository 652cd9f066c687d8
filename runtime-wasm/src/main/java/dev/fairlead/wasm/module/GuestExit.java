package dev.fairlead.wasm.module;

/// The guest ended itself with `proc_exit`.
public final class GuestExit extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;

    public GuestExit(int code) {
        super("exit " + code, null, false, false);
        this.code = code;
    }

    public int code() {
        return code;
    }
}

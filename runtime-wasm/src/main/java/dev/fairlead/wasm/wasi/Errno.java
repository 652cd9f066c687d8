package dev.fairlead.wasm.wasi;

/// The error numbers of WASI preview 1 that we answer.
final class Errno {
    static final int SUCCESS = 0;
    static final int BADF = 8;
    static final int INVAL = 28;
    static final int IO = 29;
    static final int NOSYS = 52;
    static final int SPIPE = 70;

    private Errno() {}
}

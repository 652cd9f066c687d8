package dev.fairlead.wasm.threads;

/// What a guest thread runs; must not throw. `killSwitch` is watched while it runs.
public interface GuestJob {
    KillSwitch killSwitch();

    void run();
}

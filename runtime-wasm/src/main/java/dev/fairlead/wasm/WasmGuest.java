package dev.fairlead.wasm;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.GuestSpec;
import dev.fairlead.dataplane.runtime.Invocation;
import dev.fairlead.wasm.compile.LoadedModule;
import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.threads.KillSwitch;

import org.jspecify.annotations.Nullable;

/// One version as a guest; next to nothing until it is loaded.
final class WasmGuest implements Guest {
    private final WasmRuntime runtime;
    private final GuestSpec spec;
    private volatile @Nullable LoadedGuest loaded;
    private volatile long lastUsed;

    WasmGuest(WasmRuntime runtime, GuestSpec spec) {
        this.runtime = runtime;
        this.spec = spec;
    }

    GuestSpec spec() {
        return spec;
    }

    WasmRuntime runtime() {
        return runtime;
    }

    long lastUsed() {
        return lastUsed;
    }

    @Override
    public void prepare() {
        if (loaded != null) {
            return;
        }
        // Compiling takes a while and needs no guest thread.
        LoadedModule module = runtime.moduleOf(spec);
        PrepareRun.run(this, module);
    }

    @Override
    public Invocation start(GuestRequest request, GuestAnswer answer) {
        var run = new GuestRun(this, request, answer);
        if (!runtime.threads().submit(run)) {
            run.refuse();
        }
        return run.killSwitch();
    }

    @Nullable LoadedGuest loaded() {
        lastUsed = System.nanoTime();
        return loaded;
    }

    /// Loads unless someone did; on a guest thread, where `killSwitch` guards the guest's start-up.
    /// Throws `BuildFailed`, or whatever the start-up throws.
    synchronized LoadedGuest load(KillSwitch killSwitch) {
        LoadedGuest there = loaded;
        if (there != null) {
            return there;
        }
        GuestCall call = PrepareRun.startUpCall(spec);
        LoadedModule module = runtime.moduleOf(spec);
        LoadedGuest made =
                PrepareRun.guarded(
                        killSwitch,
                        spec,
                        () ->
                                LoadedGuest.load(
                                        runtime.contractOf(spec),
                                        runtime.guestModule(module, spec),
                                        call,
                                        runtime.mostIdle(spec)));
        loaded = made;
        lastUsed = System.nanoTime();
        runtime.keeper().add(this);
        return made;
    }

    /// Lets idle instances go; how many went.
    int trim(int kept) {
        LoadedGuest there = loaded;
        return there == null ? 0 : there.trim(kept);
    }

    /// Goes back to what it was before it was loaded.
    synchronized void unload() {
        LoadedGuest there = loaded;
        loaded = null;
        if (there != null) {
            there.close();
        }
    }

    @Override
    public void close() {
        runtime.keeper().remove(this);
        unload();
    }
}

package dev.fairlead.wasm;

import dev.fairlead.dataplane.runtime.Caller;
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Invocation;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.wasm.compile.LoadedModule;
import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.threads.KillSwitch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicReference;

/// One version as a guest; next to nothing until it is loaded.
final class WasmGuest implements Guest {
    private static final Logger LOG = LoggerFactory.getLogger(WasmGuest.class);

    private final WasmRuntime runtime;
    private final GuestSpec spec;
    private final AtomicReference<@Nullable LoadedGuest> loaded = new AtomicReference<>();
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
        LoadedGuest there = loaded.get();
        if (there != null && !there.interpreted()) {
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

    /// On the thread of the guest that waits: another one might not come free before it ends.
    @Override
    public void startWithin(GuestRequest request, GuestAnswer answer, Caller caller) {
        long left = Math.max(0, caller.deadline() - System.nanoTime());
        var run = new GuestRun(this, request, answer, left);
        if (!caller.lend(run.killSwitch())) {
            run.killSwitch().cancel();
        }
        if (caller instanceof KillSwitch) {
            run.run();
        } else {
            runtime.threads().runHere(run);
        }
    }

    @Nullable LoadedGuest loaded() {
        lastUsed = System.nanoTime();
        return loaded.get();
    }

    /// Loads unless someone did; on a guest thread, where `killSwitch` guards the guest's start-up.
    /// Throws `BuildFailed`, or whatever the start-up throws.
    synchronized LoadedGuest load(KillSwitch killSwitch) {
        LoadedGuest there = loaded.get();
        if (there != null && !there.interpreted()) {
            return there;
        }
        LoadedModule module = runtime.moduleNow(spec);
        if (there != null && module.interpreted()) {
            return there;
        }
        GuestCall call = PrepareRun.startUpCall(spec);
        LoadedGuest made =
                PrepareRun.guarded(
                        killSwitch, spec, () -> runtime.withRoom(() -> makeLoaded(module, call)));
        LoadedGuest before = loaded.getAndSet(made);
        if (before != null) {
            before.close();
        }
        lastUsed = System.nanoTime();
        runtime.keeper().add(this);
        if (made.interpreted()) {
            Thread.ofVirtual().name("compile-later").start(this::compile);
        }
        return made;
    }

    /// Takes the place of what is interpreted meanwhile.
    private void compile() {
        try {
            prepare();
        } catch (RuntimeException e) {
            LOG.warn("a version stays interpreted function={}", spec.function(), e);
        }
    }

    private LoadedGuest makeLoaded(LoadedModule module, GuestCall call) {
        return LoadedGuest.load(
                runtime.contractOf(spec),
                runtime.guestModule(module, spec),
                call,
                runtime.mostIdle(spec));
    }

    /// How many instances are idle.
    int idle() {
        LoadedGuest there = loaded.get();
        return there == null ? 0 : there.idleCount();
    }

    /// Lets idle instances go until `kept` are left.
    void trim(int kept) {
        LoadedGuest there = loaded.get();
        if (there != null) {
            there.trim(kept);
        }
    }

    /// Goes back to what it was before it was loaded.
    void unload() {
        // Without the lock that `load` holds, since one guest's load may let another go.
        LoadedGuest there = loaded.getAndSet(null);
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

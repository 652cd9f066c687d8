package dev.fairlead.wasm;

import dev.fairlead.wasm.contract.GuestContract;
import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.module.GuestModule;
import dev.fairlead.wasm.module.Snapshot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/// A guest whose code is loaded, with its idle instances, each at the snapshot.
final class LoadedGuest {
    private final GuestContract contract;
    private final GuestModule module;
    private final @Nullable Snapshot snapshot;
    private final int mostIdle;

    // Guarded by `idle`.
    private final Deque<GuestInstance> idle = new ArrayDeque<>();
    private boolean closed;

    private LoadedGuest(
            GuestContract contract, GuestModule module, @Nullable Snapshot snapshot, int mostIdle) {
        this.contract = contract;
        this.module = module;
        this.snapshot = snapshot;
        this.mostIdle = mostIdle;
    }

    /// Makes the first instance and with it the snapshot; runs the guest's own start-up.
    static LoadedGuest load(
            GuestContract contract, GuestModule module, GuestCall call, int mostIdle) {
        GuestInstance first = contract.prepare(module, call);
        if (module.freshEachTime()) {
            first.close();
            return new LoadedGuest(contract, module, null, 0);
        }
        var loaded = new LoadedGuest(contract, module, first.snapshot(), mostIdle);
        loaded.giveBack(first);
        return loaded;
    }

    GuestContract contract() {
        return contract;
    }

    boolean interpreted() {
        return module.interpreted();
    }

    /// An idle instance, or null.
    @Nullable GuestInstance poll() {
        synchronized (idle) {
            return idle.pollFirst();
        }
    }

    /// A new instance.
    GuestInstance create(GuestCall call) {
        if (snapshot == null) {
            return contract.prepare(module, call);
        }
        GuestInstance instance = contract.blank(module, call);
        boolean whole = false;
        try {
            instance.become(snapshot);
            whole = true;
            return instance;
        } finally {
            if (!whole) {
                instance.close();
            }
        }
    }

    /// Takes a sound instance back after its call.
    void giveBack(GuestInstance instance) {
        if (snapshot != null) {
            instance.reset();
            synchronized (idle) {
                if (!closed && idle.size() < mostIdle) {
                    idle.addFirst(instance);
                    return;
                }
            }
        }
        instance.close();
    }

    int idleCount() {
        synchronized (idle) {
            return idle.size();
        }
    }

    /// Lets idle instances go until `kept` are left.
    void trim(int kept) {
        synchronized (idle) {
            while (idle.size() > kept) {
                idle.removeLast().close();
            }
        }
    }

    void close() {
        synchronized (idle) {
            closed = true;
            trim(0);
        }
    }
}

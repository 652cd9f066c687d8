package dev.fairlead.wasm.module;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.types.MutabilityType;

import dev.fairlead.wasm.memory.PagedMemory;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// One instance of a module. Used by one thread at a time.
public final class GuestInstance implements AutoCloseable {
    private final GuestModule guestModule;
    private final PagedMemory memory;
    private final Machine machine;
    private final GlobalInstance[] globals;
    private long[] globalsAtSnapshot = {};
    private @Nullable GuestCall call;

    GuestInstance(GuestModule guestModule, PagedMemory memory, Instance instance) {
        this.guestModule = guestModule;
        this.memory = memory;
        this.machine = instance.getMachine();
        List<GlobalInstance> mutable = new ArrayList<>();
        for (int i = 0; i < instance.globalCount(); i++) {
            if (instance.global(i).getMutabilityType() == MutabilityType.Var) {
                mutable.add(instance.global(i));
            }
        }
        this.globals = mutable.toArray(GlobalInstance[]::new);
    }

    public PagedMemory memory() {
        return memory;
    }

    public GuestModule module() {
        return guestModule;
    }

    /// Calls the function of this index; the first result, or 0 where it has none.
    public long call(int function, long... arguments) {
        long[] results = machine.call(function, arguments);
        return results == null || results.length == 0 ? 0 : results[0];
    }

    /// From now on imports work for this call.
    public void begin(GuestCall next) {
        call = next;
    }

    public GuestCall current() {
        GuestCall now = call;
        if (now == null) {
            throw new IllegalStateException("no call is running");
        }
        return now;
    }

    /// What is now becomes what `reset` goes back to.
    public Snapshot snapshot() {
        globalsAtSnapshot = new long[globals.length];
        for (int i = 0; i < globals.length; i++) {
            globalsAtSnapshot[i] = globals[i].getValue();
        }
        return new Snapshot(memory.snapshot(), globalsAtSnapshot);
    }

    /// Becomes what another instance of the same module was.
    public void become(Snapshot other) {
        memory.become(other.memory);
        globalsAtSnapshot = other.globals;
        resetGlobals();
    }

    /// Goes back to the snapshot, whatever the call did.
    public void reset() {
        call = null;
        memory.reset();
        resetGlobals();
    }

    private void resetGlobals() {
        for (int i = 0; i < globals.length; i++) {
            globals[i].setValue(globalsAtSnapshot[i]);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}

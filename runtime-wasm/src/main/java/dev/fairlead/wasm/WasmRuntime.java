package dev.fairlead.wasm;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.wasm.compile.LoadedModule;
import dev.fairlead.wasm.compile.ModuleCache;
import dev.fairlead.wasm.contract.AssemblyScriptContract;
import dev.fairlead.wasm.contract.CommandContract;
import dev.fairlead.wasm.contract.GuestContract;
import dev.fairlead.wasm.contract.HandlerContract;
import dev.fairlead.wasm.memory.MemoryRefused;
import dev.fairlead.wasm.memory.PageBudget;
import dev.fairlead.wasm.module.GuestModule;
import dev.fairlead.wasm.script.ScriptContract;
import dev.fairlead.wasm.script.ScriptEngine;
import dev.fairlead.wasm.threads.GuestThreads;

import java.util.function.Supplier;

/// Runs guests as WebAssembly in this process, each call in a state of its own.
public final class WasmRuntime implements GuestRuntime {
    private final WasmSettings settings;
    private final PageBudget budget;
    private final ModuleCache modules;
    private final ScriptEngine scripts;
    private final GuestThreads threads;
    private final GuestKeeper keeper;

    public WasmRuntime(WasmSettings settings) {
        this.settings = settings;
        this.budget = new PageBudget(settings.mostPages());
        this.modules = new ModuleCache(settings.compiler());
        this.scripts = new ScriptEngine(modules, settings.compiler().cacheDirectory());
        this.threads = new GuestThreads(settings.threads());
        this.keeper = new GuestKeeper(settings.mostLoaded(), settings.idleAfter());
    }

    @Override
    public Guest guest(GuestSpec spec) {
        return new WasmGuest(this, spec);
    }

    /// Compiles and loads the JavaScript engine ahead of the first script. Blocks.
    public void warmUp() {
        interruptibly(scripts::module);
    }

    /// A module is being uploaded: gets a compiler ready meanwhile. Returns at once.
    public void expectModule() {
        modules.expect();
    }

    /// How many modules were compiled since the start.
    public long compiled() {
        return modules.compiled();
    }

    /// How many modules were loaded from the disk without compiling.
    public long loadedFromCache() {
        return modules.loadedFromCache();
    }

    /// Pages of 64 KiB that all memories hold now.
    public long heldPages() {
        return budget.heldPages();
    }

    /// How many guests are loaded now.
    public int loadedGuests() {
        return keeper.size();
    }

    GuestThreads threads() {
        return threads;
    }

    GuestKeeper keeper() {
        return keeper;
    }

    int mostIdle(GuestSpec spec) {
        return Math.min(spec.limits().concurrency(), 4 * settings.threads().atWork());
    }

    GuestContract contractOf(GuestSpec spec) {
        return switch (spec.abi()) {
            case SCRIPT -> new ScriptContract(scripts, spec.artifact(), spec.environment());
            case HANDLER -> new HandlerContract(spec.environment());
            case COMMAND -> new CommandContract(spec.environment());
            case ASSEMBLYSCRIPT -> new AssemblyScriptContract(spec.environment());
            case JAVA, SITE, IMAGE, STACK -> throw new IllegalArgumentException("no module");
        };
    }

    LoadedModule moduleOf(GuestSpec spec) {
        return switch (spec.abi()) {
            case SCRIPT -> interruptibly(scripts::module);
            case HANDLER, COMMAND, ASSEMBLYSCRIPT ->
                    interruptibly(() -> modules.load(spec.hash(), spec.artifact()));
            case JAVA, SITE, IMAGE, STACK -> throw new IllegalArgumentException("no module");
        };
    }

    /// As `moduleOf`, but interpreted where it would have to be compiled first.
    LoadedModule moduleNow(GuestSpec spec) {
        return spec.abi() == Abi.SCRIPT
                ? moduleOf(spec)
                : interruptibly(() -> modules.loadNow(spec.hash(), spec.artifact()));
    }

    GuestModule guestModule(LoadedModule module, GuestSpec spec) {
        return new GuestModule(module, spec.limits().memoryBytes(), budget);
    }

    /// Makes something that needs memory; idle instances of others go when there is none.
    <T> T withRoom(Supplier<T> maker) {
        while (true) {
            try {
                return maker.get();
            } catch (MemoryRefused e) {
                if (!e.ofAllGuests() || !keeper.makeRoom()) {
                    throw e;
                }
            }
        }
    }

    private interface Blocking<T> {
        T get() throws InterruptedException;
    }

    private static <T> T interruptibly(Blocking<T> blocking) {
        try {
            return blocking.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildFailed(ErrorCode.GUEST_UNAVAILABLE, "Loading was stopped.");
        }
    }

    @Override
    public void close() {
        keeper.close();
        threads.close();
        modules.close();
    }
}

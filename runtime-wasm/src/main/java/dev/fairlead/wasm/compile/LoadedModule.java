package dev.fairlead.wasm.compile;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;

import java.util.function.Function;

/// A module that can be run. `freshEachTime` says that a reset does not undo all that its code can
/// change; `interpreted`, that its code is not compiled.
public record LoadedModule(
        WasmModule module,
        Function<Instance, Machine> machines,
        boolean freshEachTime,
        boolean interpreted) {}

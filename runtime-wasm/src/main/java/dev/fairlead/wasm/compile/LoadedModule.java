package dev.fairlead.wasm.compile;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;

import java.util.function.Function;

/// A module whose classes are loaded. `freshEachTime` says that a reset does not undo all that its
/// code can change.
public record LoadedModule(
        WasmModule module, Function<Instance, Machine> machines, boolean freshEachTime) {}

package dev.fairlead.wasm.module;

import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.types.FunctionType;

import org.jspecify.annotations.Nullable;

/// Functions that a module may import, bound to one instance.
public interface HostFunctions {
    /// Null when there is none of this name and type.
    @Nullable WasmFunctionHandle find(String module, String name, FunctionType type);
}

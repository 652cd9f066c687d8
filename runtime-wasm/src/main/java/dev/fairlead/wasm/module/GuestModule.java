package dev.fairlead.wasm.module;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.wasm.compile.LoadedModule;
import dev.fairlead.wasm.memory.PageBudget;
import dev.fairlead.wasm.memory.PagedMemory;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/// A loaded module with its limits: makes instances.
public final class GuestModule {
    private static final long MOST_TABLE_ENTRIES = 100_000;

    private final LoadedModule loaded;
    private final int mostPages;
    private final PageBudget budget;
    private final Map<String, Integer> functions = new HashMap<>();

    public GuestModule(LoadedModule loaded, long memoryBytes, PageBudget budget) {
        this.loaded = loaded;
        this.mostPages = (int) (memoryBytes >> 16);
        this.budget = budget;
        var exports = loaded.module().exportSection();
        for (int i = 0; i < exports.exportCount(); i++) {
            Export export = exports.getExport(i);
            if (export.exportType() == ExternalType.FUNCTION) {
                functions.put(export.name(), export.index());
            }
        }
    }

    public boolean freshEachTime() {
        return loaded.freshEachTime();
    }

    public boolean interpreted() {
        return loaded.interpreted();
    }

    /// The index of an exported function.
    public OptionalInt function(String name) {
        Integer index = functions.get(name);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /// The index of an exported function of this type. Throws `BuildFailed` when there is none.
    public int function(String name, List<ValType> parameters, List<ValType> results) {
        Integer index = functions.get(name);
        if (index == null) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_MISSING, "The module does not export " + name + ".");
        }
        FunctionType type = typeOf(index);
        if (!type.params().equals(parameters) || !type.returns().equals(results)) {
            throw new BuildFailed(
                    ErrorCode.MODULE_REFUSED,
                    "The module's " + name + " has the type " + type + ", which is not callable.");
        }
        return index;
    }

    private FunctionType typeOf(int function) {
        WasmModule module = loaded.module();
        int imported = module.importSection().count(ExternalType.FUNCTION);
        int type =
                function < imported
                        ? ((FunctionImport) module.importSection().getImport(function)).typeIndex()
                        : module.functionSection().getFunctionType(function - imported);
        return module.typeSection().getType(type);
    }

    /// A new instance; runs its start function, if it has one, for `call`. Throws `BuildFailed` for
    /// an import that nobody has.
    public GuestInstance instantiate(
            GuestCall call, Function<InstanceSlot, List<HostFunctions>> imports) {
        var slot = new InstanceSlot();
        slot.starting = call;
        var memory = new PagedMemory[1];
        boolean made = false;
        try {
            Instance instance =
                    Instance.builder(loaded.module())
                            .withMachineFactory(loaded.machines())
                            .withImportValues(link(imports.apply(slot)))
                            .withMemoryFactory(limits -> {
                                memory[0] = new PagedMemory(limits, mostPages, budget);
                                slot.memory = memory[0];
                                return memory[0];
                            })
                            .withTableFactory(GuestModule::table)
                            .withStart(false)
                            .build();
            if (memory[0] == null) {
                memory[0] = new PagedMemory(new MemoryLimits(0, 0), 0, budget);
            }
            var guest = new GuestInstance(this, memory[0], instance);
            slot.instance = guest;
            guest.begin(call);
            made = true;
            return guest;
        } finally {
            if (!made && memory[0] != null) {
                memory[0].close();
            }
        }
    }

    // A table of its own for each instance: growing one changes its limits, which the module
    // shares.
    private static TableInstance table(Table table, int initial) {
        var limits =
                new TableLimits(
                        table.limits().min(), Math.min(table.limits().max(), MOST_TABLE_ENTRIES));
        return new TableInstance(new Table(table.elementType(), limits), initial);
    }

    private ImportValues link(List<HostFunctions> sources) {
        var section = loaded.module().importSection();
        List<ImportFunction> found = new ArrayList<>();
        for (int i = 0; i < section.importCount(); i++) {
            var wanted = (FunctionImport) section.getImport(i);
            FunctionType type = loaded.module().typeSection().getType(wanted.typeIndex());
            WasmFunctionHandle handle = find(sources, wanted, type);
            if (handle == null) {
                throw new BuildFailed(
                        ErrorCode.MODULE_REFUSED,
                        "The module imports "
                                + wanted.module()
                                + "."
                                + wanted.name()
                                + " of type "
                                + type
                                + ", which is not provided.");
            }
            found.add(new HostFunction(wanted.module(), wanted.name(), type, handle));
        }
        return ImportValues.builder().withFunctions(found).build();
    }

    private static @Nullable WasmFunctionHandle find(
            List<HostFunctions> sources, FunctionImport wanted, FunctionType type) {
        for (HostFunctions source : sources) {
            WasmFunctionHandle handle = source.find(wanted.module(), wanted.name(), type);
            if (handle != null) {
                return handle;
            }
        }
        return null;
    }
}

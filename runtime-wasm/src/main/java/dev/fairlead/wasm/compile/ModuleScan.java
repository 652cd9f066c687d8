package dev.fairlead.wasm.compile;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.OpCode;

/// Looks through a module for what we refuse, and for what a reset of memory and globals does not
/// undo.
final class ModuleScan {
    private static final int MOST_FUNCTIONS = 60_000;
    private static final int MOST_TYPES = 20_000;
    private static final int MOST_GLOBALS = 20_000;
    private static final long MOST_TABLE_ENTRIES = 100_000;
    private static final int GARBAGE_COLLECTED = 0xFB;
    private static final int VECTORS = 0xFD;

    private ModuleScan() {}

    /// Whether each call needs a new instance. Throws `ModuleRefused`.
    static boolean scan(WasmModule module) {
        atMost("functions", module.functionSection().functionCount(), MOST_FUNCTIONS);
        atMost("types", module.typeSection().subTypeCount(), MOST_TYPES);
        atMost("globals", module.globalSection().globalCount(), MOST_GLOBALS);
        atMost("memories", module.memorySection().map(m -> m.memoryCount()).orElse(0), 1);
        long entries = 0;
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            entries += module.tableSection().getTable(i).limits().min();
        }
        atMost("table entries", entries, MOST_TABLE_ENTRIES);
        for (ExternalType kind : ExternalType.values()) {
            if (kind != ExternalType.FUNCTION && module.importSection().count(kind) > 0) {
                throw new ModuleRefused(
                        "it imports a " + kind.name().toLowerCase(java.util.Locale.ROOT));
            }
        }
        if (module.memorySection().map(m -> m.getMemory(0).limits().shared()).orElse(false)) {
            throw new ModuleRefused("it shares its memory between threads");
        }
        for (int i = 0; i < module.typeSection().subTypeCount(); i++) {
            if (module.typeSection().getSubType(i).compType().funcType() == null) {
                throw new ModuleRefused("it uses garbage-collected types");
            }
        }
        return scanCode(module);
    }

    private static boolean scanCode(WasmModule module) {
        boolean fresh = false;
        for (FunctionBody body : module.codeSection().functionBodies()) {
            for (AnnotatedInstruction instruction : body.instructions()) {
                fresh |= staysAfterReset(instruction.opcode());
            }
        }
        return fresh;
    }

    private static boolean staysAfterReset(OpCode code) {
        switch (code.opcode() >>> 8) {
            case GARBAGE_COLLECTED -> throw new ModuleRefused("it uses garbage-collected types");
            case VECTORS -> throw new ModuleRefused("it uses SIMD; build it without");
            default -> {}
        }
        return switch (code) {
            case TABLE_SET, TABLE_GROW, TABLE_INIT, TABLE_COPY, TABLE_FILL, ELEM_DROP, DATA_DROP ->
                    true;
            default -> false;
        };
    }

    private static void atMost(String what, long count, long most) {
        if (count > most) {
            throw new ModuleRefused(
                    "it has " + count + " " + what + ", at most " + most + " are run");
        }
    }
}

package dev.fairlead.wasm.script;

import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.types.FunctionType;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.wasm.contract.ByteSink;
import dev.fairlead.wasm.contract.CallHost;
import dev.fairlead.wasm.memory.PagedMemory;
import dev.fairlead.wasm.module.GuestFailure;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.module.HostFunctions;
import dev.fairlead.wasm.module.InstanceSlot;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// What the engine imports from us: its few host functions and the loader of modules.
final class ScriptHost implements HostFunctions {
    private static final int MOST_RANDOM = 65_536;

    private final InstanceSlot slot;
    private final QuickJs engine;
    private final ScriptBundle bundle;

    ScriptHost(InstanceSlot slot, QuickJs engine, ScriptBundle bundle) {
        this.slot = slot;
        this.engine = engine;
        this.bundle = bundle;
    }

    @Override
    public @Nullable WasmFunctionHandle find(String module, String name, FunctionType type) {
        if (!module.equals("env")) {
            return null;
        }
        return switch (name) {
            case "host_call" ->
                    (_, a) -> one(hostCall((int) a[0], (int) a[1], (int) a[3], (int) a[4]));
            case "host_module_normalize" -> (_, a) -> one(normalize((int) a[0], (int) a[1]));
            case "host_module_load" -> (_, a) -> one(load((int) a[0], (int) a[1]));
            // Functions live in UTC; nothing interrupts but the thread's own interrupt.
            case "host_interrupt", "host_get_timezone_offset" -> (_, _) -> one(0);
            case "host_promise_rejection" -> (_, _) -> new long[0];
            default -> null;
        };
    }

    private static long[] one(int value) {
        return new long[] {value};
    }

    private int hostCall(int nameAt, int nameLength, int count, int arguments) {
        GuestInstance instance = slot.instance();
        PagedMemory memory = instance.memory();
        String name = new String(memory.readBytes(nameAt, nameLength), StandardCharsets.US_ASCII);
        if (name.equals("log") && count >= 2) {
            int lengthAt = engine.block(instance, 4);
            String level = text(instance, memory.readInt(arguments), lengthAt);
            String line = text(instance, memory.readInt(arguments + 4), lengthAt);
            instance.current().log().add(level, bundle.places().translate(line));
        } else if (name.equals("random") && count >= 1) {
            int lengthAt = engine.block(instance, 4);
            String wanted = text(instance, memory.readInt(arguments), lengthAt);
            byte[] bytes = new byte[Math.clamp(Long.parseLong(wanted), 0, MOST_RANDOM)];
            instance.current().sources().random(bytes);
            return engine.string(instance, HexFormat.of().formatHex(bytes));
        } else if (name.equals("call") && count >= 1) {
            return callFunction(instance, memory.readInt(arguments));
        }
        return engine.undefined(instance);
    }

    private int callFunction(GuestInstance instance, int question) {
        byte[] asked = engine.text(instance, question, engine.block(instance, 4));
        ByteSink reply = CallHost.call(instance.current(), asked);
        int answer = engine.string(instance, reply.array(), reply.length());
        if (answer == 0) {
            throw new GuestFailure(
                    ErrorCode.GUEST_OUT_OF_MEMORY,
                    ScriptCalls.outOfMemory(instance.current().limits()));
        }
        return answer;
    }

    private String text(GuestInstance instance, int value, int lengthAt) {
        return new String(engine.text(instance, value, lengthAt), StandardCharsets.UTF_8);
    }

    private int normalize(int importerAt, int specifierAt) {
        GuestInstance instance = slot.instance();
        String importer = instance.memory().readCString(importerAt);
        String specifier = instance.memory().readCString(specifierAt);
        return engine.copy(instance, bundle.resolve(importer, specifier));
    }

    private int load(int nameAt, int lengthAt) {
        GuestInstance instance = slot.instance();
        String source = bundle.files().get(instance.memory().readCString(nameAt));
        if (source == null) {
            return 0;
        }
        byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
        instance.memory().writeI32(lengthAt, bytes.length);
        return engine.copy(instance, bytes, bytes.length);
    }
}

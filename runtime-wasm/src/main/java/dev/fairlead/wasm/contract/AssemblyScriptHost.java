package dev.fairlead.wasm.contract;

import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.types.FunctionType;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.wasm.memory.PagedMemory;
import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.module.GuestFailure;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.module.HostFunctions;
import dev.fairlead.wasm.module.InstanceSlot;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/// What AssemblyScript modules import from `env`: `abort`, `trace`, the console, `seed`, the
/// clocks; and from `fairlead`: `call(question: string): string`.
final class AssemblyScriptHost implements HostFunctions {
    private static final double MILLIS = 1e6;
    private static final int MOST_TEXT = 1 << 16;

    private static final String CALL = "call/1/1";

    private final InstanceSlot slot;
    private final IntSupplier create;

    AssemblyScriptHost(InstanceSlot slot, IntSupplier create) {
        this.slot = slot;
        this.create = create;
    }

    @Override
    public @Nullable WasmFunctionHandle find(String module, String name, FunctionType type) {
        if (module.equals("fairlead")) {
            return CALL.equals(name + "/" + type.params().size() + "/" + type.returns().size())
                    ? (_, a) -> new long[] {call((int) a[0])}
                    : null;
        }
        if (!module.equals("env")) {
            return null;
        }
        return switch (name + "/" + type.params().size() + "/" + type.returns().size()) {
            case "abort/4/0" -> (_, a) -> abort((int) a[0], (int) a[1], a[2], a[3]);
            case "trace/7/0" -> (_, a) -> log("debug", (int) a[0]);
            case "console.log/1/0", "console.info/1/0" -> (_, a) -> log("info", (int) a[0]);
            case "console.debug/1/0" -> (_, a) -> log("debug", (int) a[0]);
            case "console.warn/1/0" -> (_, a) -> log("warn", (int) a[0]);
            case "console.error/1/0" -> (_, a) -> log("error", (int) a[0]);
            case "seed/0/1" -> (_, _) -> number(seed());
            case "Date.now/0/1" ->
                    (_, _) -> number(Math.floor(slot.call().sources().wallNanos() / MILLIS));
            case "performance.now/0/1" ->
                    (_, _) -> number(slot.call().sources().elapsedNanos() / MILLIS);
            default -> null;
        };
    }

    /// Texts in, texts out, in memory of `__new`.
    private int call(int at) {
        GuestInstance instance = slot.instance();
        GuestCall call = slot.call();
        int length = lengthOf(instance.memory(), at);
        AnswerJson.checkJsonSize(length, call.limits());
        byte[] question = text(instance.memory(), at).getBytes(StandardCharsets.UTF_8);
        ByteSink reply = CallHost.call(call, question);
        byte[] text =
                new String(reply.array(), 0, reply.length(), StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_16LE);
        int made =
                (int)
                        instance.call(
                                create.getAsInt(),
                                text.length,
                                AssemblyScriptContract.STRING_CLASS);
        instance.memory().write(made, text, 0, text.length);
        return made;
    }

    private static long[] number(double value) {
        return new long[] {Double.doubleToRawLongBits(value)};
    }

    private double seed() {
        byte[] bytes = new byte[8];
        slot.call().sources().random(bytes);
        return (ByteBuffer.wrap(bytes).getLong() >>> 11) + 1.0;
    }

    private long[] log(String level, int at) {
        slot.call().log().add(level, shortText(at));
        return new long[0];
    }

    private long[] abort(int message, int file, long line, long column) {
        String what = message == 0 ? "abort" : shortText(message);
        String where = file == 0 ? "" : "\n    at " + shortText(file) + ":" + line + ":" + column;
        throw new GuestFailure(ErrorCode.GUEST_FAILED, what + where);
    }

    private String shortText(int at) {
        PagedMemory memory = slot.memory();
        int length = Math.min(lengthOf(memory, at), MOST_TEXT);
        return new String(memory.readBytes(at, length), StandardCharsets.UTF_16LE);
    }

    /// A string's length in bytes lies before it.
    static int lengthOf(PagedMemory memory, int at) {
        return memory.readInt(at - 4);
    }

    static String text(PagedMemory memory, int at) {
        return new String(memory.readBytes(at, lengthOf(memory, at)), StandardCharsets.UTF_16LE);
    }
}

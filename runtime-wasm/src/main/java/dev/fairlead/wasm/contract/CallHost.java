package dev.fairlead.wasm.contract;

import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;

import dev.fairlead.dataplane.runtime.FunctionCalls;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.module.GuestFailure;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.module.HostFunctions;
import dev.fairlead.wasm.module.InstanceSlot;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/// How a guest calls another function: JSON `{function, method, path, query, headers, body}` in,
/// `{status, headers, body}` or `{error: {code, message}}` out. As an import of modules it is
/// `fairlead.call(pointer, length) -> pointer << 32 | length`, in memory of `fl_alloc`. Where we
/// know no allocator, `fairlead.ask(pointer, length) -> length` calls and keeps the answer, and
/// `fairlead.take(pointer)` puts it where there is room for it by then.
public final class CallHost implements HostFunctions {
    private static final int MOST_TEXT = 8 << 10;
    private static final FunctionType TYPE =
            FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I64));
    private static final FunctionType ASK =
            FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32));
    private static final FunctionType TAKE = FunctionType.of(List.of(ValType.I32), List.of());

    private final InstanceSlot slot;
    private final @Nullable IntSupplier alloc;

    CallHost(InstanceSlot slot, IntSupplier alloc) {
        this.slot = slot;
        this.alloc = alloc;
    }

    CallHost(InstanceSlot slot) {
        this.slot = slot;
        this.alloc = null;
    }

    @Override
    public @Nullable WasmFunctionHandle find(String module, String name, FunctionType type) {
        if (!module.equals("fairlead")) {
            return null;
        }
        IntSupplier known = alloc;
        if (known != null && name.equals("call") && type.equals(TYPE)) {
            return (_, a) -> new long[] {call(known, (int) a[0], (int) a[1])};
        }
        if (name.equals("ask") && type.equals(ASK)) {
            return (_, a) -> new long[] {ask((int) a[0], (int) a[1])};
        }
        return name.equals("take") && type.equals(TAKE) ? (_, a) -> take((int) a[0]) : null;
    }

    private int ask(int from, int length) {
        GuestCall call = slot.call();
        AnswerJson.checkJsonSize(length, call.limits());
        ByteSink reply = call(call, slot.instance().memory().readBytes(from, length));
        call.keep(reply.take());
        return reply.length();
    }

    private long[] take(int at) {
        byte[] reply =
                slot.call()
                        .takeKept()
                        .orElseThrow(() ->
                                new GuestFailure(
                                        ErrorCode.GUEST_FAILED, "There is no answer to take."));
        slot.instance().memory().write(at, reply, 0, reply.length);
        return new long[0];
    }

    private long call(IntSupplier alloc, int from, int length) {
        GuestInstance instance = slot.instance();
        GuestCall call = slot.call();
        AnswerJson.checkJsonSize(length, call.limits());
        ByteSink reply = call(call, instance.memory().readBytes(from, length));
        int at = (int) instance.call(alloc.getAsInt(), reply.length());
        if (at == 0) {
            throw new GuestFailure(
                    ErrorCode.GUEST_OUT_OF_MEMORY, "fl_alloc had no memory for an answer.");
        }
        instance.memory().write(at, reply.array(), 0, reply.length());
        return (long) at << 32 | reply.length();
    }

    /// Calls what `question` asks for `call`.
    public static ByteSink call(GuestCall call, byte[] question) {
        FunctionCalls.Ask ask;
        try {
            ask = ask(question);
        } catch (JsonBytes.Malformed e) {
            return failed(ErrorCode.INVALID_REQUEST, "what is asked is no JSON");
        } catch (GuestFailure e) {
            return failed(ErrorCode.INVALID_REQUEST, e.text());
        } catch (IllegalArgumentException e) {
            return failed(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
        return switch (call.ask(ask)) {
            case FunctionCalls.Failed(ErrorCode code, String detail) -> failed(code, detail);
            case FunctionCalls.Answered answered -> answered(answered);
        };
    }

    private static FunctionCalls.Ask ask(byte[] question) {
        var json = new JsonBytes(question);
        int start = json.whole();
        if (question[start] != '{') {
            throw new IllegalArgumentException("what is asked is no object");
        }
        var texts = new TreeMap<String, String>();
        json.members(
                start,
                (name, from, to) -> {
                    if (question[from] == '"' && to - from <= MOST_TEXT) {
                        texts.put(name, json.text(from, to));
                    }
                });
        Reply.Whole parts = AnswerJson.parts(question);
        String standard = parts.body().length == 0 ? "GET" : "POST";
        String method = texts.getOrDefault("method", standard).toUpperCase(Locale.ROOT);
        String path = texts.getOrDefault("path", "/");
        if (!AnswerHeaders.isToken(method) || method.length() > 32) {
            throw new IllegalArgumentException("this is no method");
        }
        String query = texts.getOrDefault("query", "");
        if (!path.startsWith("/") || !isLine(path) || !isLine(query)) {
            throw new IllegalArgumentException("a path begins with '/' and has no spaces");
        }
        return new FunctionCalls.Ask(
                function(texts),
                method,
                path,
                query,
                parts.headers(),
                ByteBuffer.wrap(parts.body()));
    }

    private static String function(Map<String, String> texts) {
        String name = texts.getOrDefault("function", "");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("say which function");
        }
        return name;
    }

    /// What may stand in the first line of a request.
    private static boolean isLine(String text) {
        return text.chars().allMatch(c -> c > ' ' && c != 0x7f);
    }

    private static ByteSink failed(ErrorCode code, String message) {
        var out = new ByteSink(256);
        out.add(bytes("{\"error\":{\"code\":"));
        out.addJson(code.code());
        out.add(bytes(",\"message\":"));
        out.addJson(message);
        out.add(bytes("}}"));
        return out;
    }

    private static ByteSink answered(FunctionCalls.Answered answer) {
        var body = new byte[answer.body().remaining()];
        answer.body().get(body);
        var out = new ByteSink(256 + body.length);
        out.add(bytes("{\"status\":" + answer.status() + ",\"headers\":{"));
        boolean json = RequestJson.headers(out, answer.headers());
        out.add(bytes("},\"body\":"));
        if (body.length == 0) {
            out.add(bytes("null"));
        } else if (json && JsonBytes.valid(body)) {
            out.add(body);
        } else {
            RequestJson.text(out, body, json);
        }
        out.add('}');
        return out;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

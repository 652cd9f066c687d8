package dev.fairlead.wasm.script;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.wasm.contract.AnswerJson;
import dev.fairlead.wasm.contract.ByteSink;
import dev.fairlead.wasm.contract.GuestContract;
import dev.fairlead.wasm.contract.Reply;
import dev.fairlead.wasm.contract.RequestJson;
import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.module.GuestModule;
import dev.fairlead.wasm.wasi.Wasi;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A script with a `handle` function: the request as an object, the answer as a value or a promise
/// of one.
public final class ScriptContract implements GuestContract {
    private final ScriptEngine scripts;
    private final ScriptBundle bundle;
    private final Map<String, String> environment;
    private @Nullable PreparedEngine base;

    public ScriptContract(ScriptEngine scripts, Path artifact, Map<String, String> environment) {
        this.scripts = scripts;
        this.bundle = ScriptBundle.read(artifact);
        this.environment = environment;
    }

    @Override
    public GuestInstance prepare(GuestModule module, GuestCall call) {
        PreparedEngine made = scripts.base(module, call);
        base = made;
        GuestInstance instance = blank(module, call);
        boolean whole = false;
        try {
            new ScriptLoader(made, bundle, environment).load(instance);
            whole = true;
            return instance;
        } finally {
            if (!whole) {
                instance.close();
            }
        }
    }

    @Override
    public GuestInstance blank(GuestModule module, GuestCall call) {
        PreparedEngine there = ready();
        return module.instantiate(
                call,
                slot -> List.of(new ScriptHost(slot, there.engine(), bundle), new Wasi(slot)));
    }

    private PreparedEngine ready() {
        PreparedEngine there = base;
        if (there == null) {
            throw new IllegalStateException("not prepared");
        }
        return there;
    }

    @Override
    public Reply answer(GuestInstance instance, GuestCall call) {
        var script = new ScriptCalls(ready(), instance);
        ByteSink request = RequestJson.of(call);
        byte[] answer =
                script.call(ready().call(), request.array(), request.length(), call.limits());
        if (answer.length == 1 && answer[0] == '?') {
            answer = script.settle(call.limits());
        }
        if (answer.length == 0) {
            return new Reply.Failed(
                    ErrorCode.GUEST_OUT_OF_MEMORY, ScriptCalls.outOfMemory(call.limits()));
        }
        return switch (answer[0]) {
            case '!' -> {
                var error =
                        ScriptError.parse(
                                new String(answer, StandardCharsets.UTF_8), bundle.places());
                yield error.reply(instance.memory().refusedGrow(), call.limits());
            }
            case '#' ->
                    new Reply.Failed(
                            ErrorCode.GUEST_BAD_RESPONSE,
                            "The answer cannot become JSON: "
                                    + new String(
                                            answer, 1, answer.length - 1, StandardCharsets.UTF_8)
                                    + ".");
            case '?' ->
                    new Reply.Failed(
                            ErrorCode.GUEST_FAILED,
                            "The handler's promise never settles: nothing is left to do.");
            default -> AnswerJson.read(answer, call.limits());
        };
    }
}

package dev.fairlead.wasm.contract;

import com.dylibso.chicory.wasm.types.ValType;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.module.GuestFailure;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.module.GuestModule;
import dev.fairlead.wasm.wasi.Wasi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// `handle(input: string): string` of AssemblyScript, with its exported runtime: the same JSON as a
/// handler's, in its UTF-16 strings.
public final class AssemblyScriptContract implements GuestContract {
    static final int STRING_CLASS = 2;

    private final List<String> environment;
    private int create;
    private int handle;
    private OptionalInt pin = OptionalInt.empty();

    public AssemblyScriptContract(Map<String, String> environment) {
        this.environment = CgiEnvironment.lines(environment);
    }

    @Override
    public GuestInstance prepare(GuestModule module, GuestCall call) {
        call.useEnvironment(environment);
        create = module.function("__new", List.of(ValType.I32, ValType.I32), List.of(ValType.I32));
        handle = module.function("handle", List.of(ValType.I32), List.of(ValType.I32));
        pin = module.function("__pin");
        GuestInstance instance = blank(module, call);
        module.function("_initialize").ifPresent(instance::call);
        return instance;
    }

    @Override
    public GuestInstance blank(GuestModule module, GuestCall call) {
        return module.instantiate(
                call, slot -> List.of(new AssemblyScriptHost(slot, () -> create), new Wasi(slot)));
    }

    @Override
    public Reply answer(GuestInstance instance, GuestCall call) {
        call.useEnvironment(environment);
        ByteSink request = RequestJson.of(call);
        byte[] text =
                new String(request.array(), 0, request.length(), StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_16LE);
        int at = (int) instance.call(create, text.length, STRING_CLASS);
        if (pin.isPresent()) {
            instance.call(pin.getAsInt(), at);
        }
        instance.memory().write(at, text, 0, text.length);
        int result = (int) instance.call(handle, at);
        if (result == 0) {
            throw new GuestFailure(ErrorCode.GUEST_BAD_RESPONSE, "The handler gave null.");
        }
        AnswerJson.checkJsonSize(
                AssemblyScriptHost.lengthOf(instance.memory(), result), call.limits());
        return AnswerJson.read(
                AssemblyScriptHost.text(instance.memory(), result).getBytes(StandardCharsets.UTF_8),
                call.limits());
    }
}

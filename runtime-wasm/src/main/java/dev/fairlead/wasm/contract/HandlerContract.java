package dev.fairlead.wasm.contract;

import com.dylibso.chicory.wasm.types.ValType;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.module.GuestFailure;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.module.GuestModule;
import dev.fairlead.wasm.wasi.Wasi;

import java.util.List;
import java.util.Map;

/// `fl_alloc(length) -> pointer` and `fl_handle(pointer, length) -> pointer << 32 | length`: JSON
/// in, JSON out.
public final class HandlerContract implements GuestContract {
    private final List<String> environment;
    private int alloc;
    private int handle;

    public HandlerContract(Map<String, String> environment) {
        this.environment = CgiEnvironment.lines(environment);
    }

    @Override
    public GuestInstance prepare(GuestModule module, GuestCall call) {
        call.useEnvironment(environment);
        alloc = module.function("fl_alloc", List.of(ValType.I32), List.of(ValType.I32));
        handle =
                module.function(
                        "fl_handle", List.of(ValType.I32, ValType.I32), List.of(ValType.I64));
        GuestInstance instance = blank(module, call);
        module.function("_initialize").ifPresent(instance::call);
        return instance;
    }

    @Override
    public GuestInstance blank(GuestModule module, GuestCall call) {
        return module.instantiate(
                call, slot -> List.of(new CallHost(slot, () -> alloc), new Wasi(slot)));
    }

    @Override
    public Reply answer(GuestInstance instance, GuestCall call) {
        call.useEnvironment(environment);
        ByteSink request = RequestJson.of(call);
        int at = (int) instance.call(alloc, request.length());
        if (at == 0) {
            throw new GuestFailure(
                    ErrorCode.GUEST_OUT_OF_MEMORY, "fl_alloc had no memory for the request.");
        }
        instance.memory().write(at, request.array(), 0, request.length());
        long result = instance.call(handle, at, request.length());
        int length = (int) result;
        AnswerJson.checkJsonSize(length, call.limits());
        return AnswerJson.read(
                instance.memory().readBytes((int) (result >>> 32), length), call.limits());
    }
}

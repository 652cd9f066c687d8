package dev.fairlead.wasm.contract;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.module.GuestExit;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.module.GuestModule;
import dev.fairlead.wasm.wasi.Wasi;

import java.util.List;
import java.util.Map;

/// `_start` of a WASI command: the request's body on standard input, CGI variables, the answer on
/// standard output, logs on standard error.
public final class CommandContract implements GuestContract {
    private final Map<String, String> environment;
    private int start;

    public CommandContract(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public GuestInstance prepare(GuestModule module, GuestCall call) {
        start = module.function("_start", List.of(), List.of());
        return blank(module, call);
    }

    @Override
    public GuestInstance blank(GuestModule module, GuestCall call) {
        return module.instantiate(call, slot -> List.of(new CallHost(slot), new Wasi(slot)));
    }

    @Override
    public Reply answer(GuestInstance instance, GuestCall call) {
        var output = new CgiOutput(call);
        call.useOutput(output);
        call.useEnvironment(CgiEnvironment.of(call.request(), environment));
        try {
            instance.call(start);
        } catch (GuestExit e) {
            if (e.code() != 0 && instance.memory().refusedGrow()) {
                return new Reply.Failed(
                        ErrorCode.GUEST_OUT_OF_MEMORY,
                        "The command had no memory left and ended with exit code "
                                + e.code()
                                + ".");
            }
            if (e.code() != 0) {
                return new Reply.Failed(
                        ErrorCode.GUEST_FAILED,
                        "The command ended with exit code " + e.code() + ".");
            }
        }
        return output.end();
    }
}

package dev.fairlead.wasm.module;

import dev.fairlead.dataplane.runtime.Caller;
import dev.fairlead.dataplane.runtime.FunctionCalls;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Limits;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// One call of a guest, as its imports and its contract see it.
public final class GuestCall {
    /// Where a guest's standard output goes.
    public interface Output {
        /// The array is the callee's.
        void write(byte[] bytes);
    }

    private final GuestRequest request;
    private final GuestAnswer answer;
    private final Limits limits;
    private final CallSources sources;
    private final CallLog log;
    private Output output;
    private List<String> environment = List.of();
    private @Nullable Caller caller;
    private Optional<byte[]> kept = Optional.empty();

    public GuestCall(GuestRequest request, GuestAnswer answer, Limits limits, CallSources sources) {
        this.request = request;
        this.answer = answer;
        this.limits = limits;
        this.sources = sources;
        this.log = new CallLog(sources);
        this.output = log::write;
    }

    public GuestRequest request() {
        return request;
    }

    public GuestAnswer answer() {
        return answer;
    }

    public Limits limits() {
        return limits;
    }

    public CallSources sources() {
        return sources;
    }

    public CallLog log() {
        return log;
    }

    public Output output() {
        return output;
    }

    /// `KEY=value` lines.
    public List<String> environment() {
        return environment;
    }

    public void useEnvironment(List<String> lines) {
        environment = lines;
    }

    /// Who may call other functions; nobody unless said.
    public void useCaller(Caller who) {
        caller = who;
    }

    /// Calls another function and waits. Throws `CallerGone` when this call was stopped meanwhile.
    public FunctionCalls.Called ask(FunctionCalls.Ask ask) {
        Caller asking = caller;
        if (asking == null) {
            return new FunctionCalls.Failed(
                    ErrorCode.SERVICE_NOT_FOUND, "functions are called while a request is handled");
        }
        FunctionCalls.Called called;
        boolean goesOn = false;
        try {
            called = answer.calls().call(ask, asking);
        } finally {
            goesOn = asking.takeBack();
        }
        if (!goesOn) {
            throw new CallerGone();
        }
        return called;
    }

    /// An answer of another function that the guest has no room for yet. It belongs to this call:
    /// an instance serves many, and they share nothing.
    public void keep(byte[] reply) {
        kept = Optional.of(reply);
    }

    /// Once.
    public Optional<byte[]> takeKept() {
        Optional<byte[]> there = kept;
        kept = Optional.empty();
        return there;
    }

    public void useOutput(Output other) {
        output = other;
    }
}

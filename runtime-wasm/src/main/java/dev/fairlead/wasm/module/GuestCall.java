package dev.fairlead.wasm.module;

import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.model.functions.Limits;

import java.util.List;

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

    public void useOutput(Output other) {
        output = other;
    }
}

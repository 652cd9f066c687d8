package dev.fairlead.dataplane.calls;

import dev.fairlead.dataplane.inflight.Era;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Where the answer of a call goes: a socket, or memory. `head` and `write` come from a guest's
/// thread; `done` or `refused` comes exactly once, last, from any thread.
public interface CallSink {
    void head(int status, List<Header> headers);

    void write(byte[] bytes) throws IOException, InterruptedException;

    /// The guest ran. `timing` is the value of a `Server-Timing` header.
    void done(Outcome outcome, String timing);

    /// Whether what began goes on after the call: it ends the era then, as it would the call.
    default boolean adopts(Era era) {
        return false;
    }

    /// It never ran.
    void refused(Refusal refusal, String timing);

    /// Why a call never ran, and when to come again (zero: not said).
    record Refusal(ErrorCode code, String detail, Duration retryAfter) {}
}

package dev.fairlead.dataplane.runtime;

import java.io.IOException;
import java.util.List;

/// Where a guest's answer goes. Called by one thread of the runtime, in this order: `head` at most
/// once, `write` any number of times after it, `done` exactly once and last.
public interface GuestAnswer {
    void head(int status, List<Header> headers);

    /// Blocks while the client is slower than the guest. The array is the callee's from now on.
    /// Throws when the client went away.
    void write(byte[] bytes) throws IOException, InterruptedException;

    void done(RunReport report);

    /// Whom the guest may call while it runs.
    default FunctionCalls calls() {
        return FunctionCalls.NONE;
    }
}

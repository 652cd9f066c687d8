package dev.fairlead.sandbox;

import java.io.IOException;
import java.util.function.Consumer;

/// One way to keep a stranger's process apart: it sees the system's programs, what its `Step` names
/// and nothing else of the machine, and cannot take more than the step's limits.
public interface Sandbox extends AutoCloseable {
    /// Starts the step's command. `remarks` hears what the sandbox itself has to say meanwhile,
    /// such as servers it did not let the step reach. Throws `BuildFailed` with `sandbox-missing`
    /// where this machine cannot keep it apart; it is never run without.
    SandboxedProcess start(Step step, Consumer<String> remarks) throws IOException;

    default SandboxedProcess start(Step step) throws IOException {
        return start(step, _ -> {});
    }

    /// Whether steps can be started here at all, found out by starting one.
    Readiness readiness();

    /// Ends every step that still runs.
    @Override
    void close();
}

package dev.fairlead.sandbox;

import java.io.IOException;

/// One way to keep a stranger's process apart: it sees the system's programs, what its `Step` names
/// and nothing else of the machine, and cannot take more than the step's limits.
public interface Sandbox {
    /// Starts the step's command. Throws `BuildFailed` with `sandbox-missing` where this machine
    /// cannot keep it apart; it is never run without.
    SandboxedProcess start(Step step) throws IOException;
}

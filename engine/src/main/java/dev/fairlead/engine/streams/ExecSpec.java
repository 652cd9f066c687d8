package dev.fairlead.engine.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A command to run in a container: an argument list, no shell. An empty `user` or `folder` is the
/// container's. Of each of its streams `longestOutput` bytes are kept. When it takes longer than
/// `patience`, we are told no more of it, and it goes on.
public record ExecSpec(
        List<String> command,
        Map<String, String> environment,
        String user,
        String folder,
        int longestOutput,
        Duration patience) {
    private static final int USUAL_OUTPUT = 64 << 10;

    public ExecSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// With what else is usual.
    public static ExecSpec of(List<String> command, Duration patience) {
        return new ExecSpec(command, Map.of(), "", "", USUAL_OUTPUT, patience);
    }
}

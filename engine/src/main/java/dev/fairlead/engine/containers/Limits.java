package dev.fairlead.engine.containers;

import java.util.Map;

/// What all of a container may take. There is no swap. `cpus` are processors' worth of time,
/// `shares` its part where there is less than all want (1024 is usual, 0 for that). `perProcess`
/// are limits that each process has, as in `setrlimit`; `nofile` and `nproc` have to be among them,
/// since what engines set by themselves may be more than they are allowed to. Note that `nproc`
/// counts all processes of the user on the machine.
public record Limits(
        long memoryBytes,
        double cpus,
        int shares,
        int processes,
        long sharedMemoryBytes,
        Map<String, Long> perProcess) {
    private static final long OPEN_FILES = 4096;
    private static final long PROCESSES_OF_A_USER = 32_768;
    private static final long SHARED_MEMORY = 64L << 20;

    public Limits {
        perProcess = Map.copyOf(perProcess);
        if (!perProcess.containsKey("nofile") || !perProcess.containsKey("nproc")) {
            throw new IllegalArgumentException("nofile and nproc have to be limited");
        }
    }

    /// With what else is usual.
    public static Limits of(long memoryBytes, double cpus, int processes) {
        return new Limits(
                memoryBytes,
                cpus,
                0,
                processes,
                Math.min(memoryBytes, SHARED_MEMORY),
                Map.of("nofile", OPEN_FILES, "nproc", PROCESSES_OF_A_USER));
    }
}

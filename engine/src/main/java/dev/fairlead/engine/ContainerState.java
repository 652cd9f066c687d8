package dev.fairlead.engine;

/// How a container is; `pid` is its first process on this machine, 0 when there is none.
public record ContainerState(boolean running, long pid, int exitCode, boolean outOfMemory) {}

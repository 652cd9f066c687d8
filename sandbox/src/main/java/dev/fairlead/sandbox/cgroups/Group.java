package dev.fairlead.sandbox.cgroups;

import java.io.IOException;
import java.util.List;

/// What holds all processes of one step.
public interface Group extends AutoCloseable {
    /// Moves a process in; whatever it starts from then on is in, too.
    void enter(long pid) throws IOException;

    /// Whether the kernel killed one of them for memory.
    boolean outOfMemory();

    List<Long> processes();

    /// Kills what is still in and takes the group away.
    @Override
    void close();
}

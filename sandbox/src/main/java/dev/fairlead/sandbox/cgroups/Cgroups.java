package dev.fairlead.sandbox.cgroups;

import java.io.IOException;
import java.util.Set;

/// The control groups of this machine, as far as we may use them.
public interface Cgroups {
    /// What the kernel can bound for us.
    enum Controller {
        MEMORY,
        PIDS,
        CPU
    }

    /// What a group may take; `cpus` as a share of one processor. What is in the `background` gives
    /// way.
    record Limits(long memoryBytes, int processes, double cpus, boolean background) {}

    Group open(String name, Limits limits) throws IOException;

    /// What of a step's limits the groups hold.
    Set<Controller> holds();

    /// How they are called: `cgroup v1`, `cgroup v2`, `none`.
    String kind();

    /// Ends what servers left behind that are no more.
    void sweep() throws IOException;

    /// Takes away what this server made.
    void close();

    /// The best this machine has. `installation` keeps apart what several servers make.
    static Cgroups ofThisMachine(String installation) {
        Mounts mounts = Mounts.read();
        return CgroupV2.find(mounts, installation, CgroupV2.CONTROLLERS)
                .<Cgroups>map(found -> found)
                .or(() -> CgroupV1.find(mounts, installation))
                .orElseGet(NoCgroups::new);
    }
}

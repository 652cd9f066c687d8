package dev.fairlead.controlplane.control.routes;

import dev.fairlead.dataplane.router.RouteTable;
import dev.fairlead.dataplane.runtime.GuestSpec;

/// The data plane, as control pushes to it.
public interface DataPlane {
    /// Compiles and loads a version and makes its first instance. Throws `BuildFailed` when the
    /// version cannot run.
    void prepare(GuestSpec spec);

    /// Every answer from now on is by this table.
    void publish(RouteTable table);
}

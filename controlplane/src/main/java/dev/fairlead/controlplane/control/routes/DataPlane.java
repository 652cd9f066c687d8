package dev.fairlead.controlplane.control.routes;

import dev.fairlead.dataplane.inflight.Drain;
import dev.fairlead.dataplane.router.RouteTable;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.ids.ServiceId;

import java.util.Map;

/// The data plane, as control pushes to it.
public interface DataPlane {
    /// A module is being built: what will compile it may get ready meanwhile. Returns at once.
    void expectModule();

    /// Compiles and loads a version and makes its first instance. Throws `BuildFailed` when the
    /// version cannot run.
    void prepare(GuestSpec spec);

    /// Starts an app's version, and waits until as many instances answer as it needs. Throws
    /// `BuildFailed` when none does.
    void prepare(AppSpec spec, Scale scale);

    /// What was prepared of an app with this artifact will not be released after all.
    void forget(ServiceId service, ContentHash artifact);

    /// Every answer from now on is by this table.
    void publish(RouteTable table);

    /// One service of the table is another from now on. Gives what was under way at its versions in
    /// that moment; whoever calls lets go of it.
    Map<Integer, Drain> replace(long revision, RoutedService service);

    /// One service answers no more.
    void remove(long revision, ServiceId service);
}

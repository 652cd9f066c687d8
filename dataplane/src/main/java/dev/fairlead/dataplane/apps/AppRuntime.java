package dev.fairlead.dataplane.apps;

import dev.fairlead.dataplane.versions.AppSpec;

/// Runs apps.
public interface AppRuntime {
    /// The app of one version. Cheap and lazy: starts nothing until `App.prepare` or `App.led`.
    App app(AppSpec spec);
}

package dev.fairlead.controlplane.control.rollouts;

import dev.fairlead.model.ids.ServiceId;

/// Asks a version that is not live yet.
public interface Probe {
    /// The status that the version behind `label` of a service answers a GET of `path` with; 0
    /// where it cannot be asked.
    int status(ServiceId service, String label, String path) throws InterruptedException;
}

package dev.fairlead.controlplane.control.caching;

import dev.fairlead.controlplane.store.caching.Purged;

import java.io.IOException;

/// A network that keeps answers in front of us, and can be made to forget them.
interface Network {
    /// Throws with the reason where it did not take it. What it cannot forget so exactly, it
    /// forgets with all of the service's.
    void purge(String place, String token, Purged purge) throws IOException, InterruptedException;
}

package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.sites.LiveSite;
import dev.fairlead.dataplane.upstream.Upstream;

/// What answers for a version, ready for requests.
public sealed interface Backend {
    /// Code that runs here.
    record OfGuest(Guest guest) implements Backend {
        @Override
        public void close() {
            guest.close();
        }
    }

    /// What answers elsewhere.
    record OfUpstream(Upstream upstream) implements Backend {
        @Override
        public void close() {
            upstream.close();
        }
    }

    /// Files.
    record OfSite(LiveSite site) implements Backend {
        @Override
        public void close() {
            // nothing is open
        }
    }

    /// No version has it any more; what it is doing ends in peace.
    void close();
}

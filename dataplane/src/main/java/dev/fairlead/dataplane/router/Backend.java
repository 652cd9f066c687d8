package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.sites.LiveSite;
import dev.fairlead.dataplane.upstream.Upstream;

import java.util.Optional;

/// What answers for a version, ready for requests.
public sealed interface Backend {
    /// Where requests are forwarded to, if they are.
    default Optional<Upstream> upstream() {
        return Optional.empty();
    }

    /// Code that runs here.
    record OfGuest(Guest guest) implements Backend {
        @Override
        public void close() {
            guest.close();
        }
    }

    /// What answers elsewhere.
    record OfUpstream(Upstream there) implements Backend {
        @Override
        public Optional<Upstream> upstream() {
            return Optional.of(there);
        }

        @Override
        public void close() {
            there.close();
        }
    }

    /// A program in instances of our own.
    record OfApp(App app) implements Backend {
        @Override
        public Optional<Upstream> upstream() {
            return Optional.of(app.upstream());
        }

        @Override
        public void close() {
            app.close();
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

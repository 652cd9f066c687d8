package dev.fairlead.dataplane.apps;

import dev.fairlead.dataplane.upstream.Upstream;

/// One version of an app, and where its instances are. For any thread.
public interface App extends AutoCloseable {
    /// Has an instance that answers; blocks. Throws `BuildFailed` with the reason where none does.
    void prepare();

    /// Its instances that answer now; those that come and go appear and vanish there.
    Upstream upstream();

    /// Requests may come, or one found no instance. Returns at once; an instance is there soon, or
    /// none can be had.
    void wanted();

    /// Nothing leads here any more, until it is wanted again: its instances end what they do,
    /// within the upstream's drain time, and are stopped. Returns at once.
    void rest();

    /// The same, for good.
    @Override
    void close();
}

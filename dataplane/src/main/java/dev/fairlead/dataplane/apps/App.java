package dev.fairlead.dataplane.apps;

import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.model.apps.Scale;

import java.util.List;

/// One version of an app, and where its instances are. For any thread.
public interface App extends AutoCloseable {
    /// Has as many instances that answer; blocks. Throws `BuildFailed` with the reason where none
    /// does; fewer than asked for are enough where others fail.
    void prepare(int instances);

    /// Whether its instances take events, not only requests.
    default boolean takesEvents() {
        return false;
    }

    /// Its instances that answer now, and the queue before them; those that come and go appear and
    /// vanish there.
    Upstream upstream();

    /// Requests are sent here from now on, and instances follow them by this rule; called again
    /// where the rule changed. Returns at once.
    void led(Scale scale);

    /// Somebody waits in the queue. Returns at once; an instance is there soon, or none can be had.
    void needed();

    /// Nothing leads here any more, until something does again: whoever waits is sent away,
    /// instances end what they do, within the upstream's drain time, and are stopped. Returns at
    /// once.
    void rest();

    /// What there is of it, the oldest first.
    List<AppInstance> instances();

    /// The same, and what each takes, as far as the runtime can tell. May block for seconds.
    default List<AppInstance> measured() {
        return instances();
    }

    /// As resting, for good.
    @Override
    void close();
}

package dev.fairlead.container;

import dev.fairlead.container.instances.Instance;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.apps.AppInstance.State;
import dev.fairlead.dataplane.upstream.LiveTarget;

import java.time.Instant;

/// An instance that an app has, and what the app does with it. Guarded by the app.
final class Member {
    final Instance instance;
    final LiveTarget target;
    private final Instant since;
    private final String why;
    private State state = State.READY;
    private boolean stopping;
    private boolean changing;
    long looked;
    int missed;

    Member(Instance instance, LiveTarget target, Instant since, String why, long now) {
        this.instance = instance;
        this.target = target;
        this.since = since;
        this.why = why;
        this.looked = now;
    }

    boolean is(State one) {
        return state == one && !stopping && !changing;
    }

    /// It is being frozen or thawed, and nothing else is done with it until it `becomes` something.
    void changes() {
        changing = true;
    }

    void becomes(State next) {
        state = next;
        changing = false;
    }

    /// Its end is ours, and nothing else becomes of it.
    void stops() {
        stopping = true;
    }

    boolean stopping() {
        return stopping;
    }

    AppInstance shown() {
        State seen = stopping ? State.DRAINING : state;
        return new AppInstance(
                Instance.shortened(instance.container()),
                seen == State.READY && !target.trusted() ? State.DOUBTED : seen,
                since,
                target.outstanding(),
                instance.contact().address(),
                why);
    }
}

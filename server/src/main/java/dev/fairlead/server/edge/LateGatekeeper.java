package dev.fairlead.server.edge;

import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.access.Question;
import dev.fairlead.dataplane.access.Verdict;

import java.util.Optional;

/// The control plane's gatekeeper once it has joined; until then nobody is let in.
public final class LateGatekeeper implements Gatekeeper {
    private volatile Gatekeeper joined = Gatekeeper.CLOSED;

    public void joined(Gatekeeper gatekeeper) {
        joined = gatekeeper;
    }

    @Override
    public Optional<Verdict> known(Question question) {
        return joined.known(question);
    }

    @Override
    public Verdict decide(Question question) {
        return joined.decide(question);
    }
}

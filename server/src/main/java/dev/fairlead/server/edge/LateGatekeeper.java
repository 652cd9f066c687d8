package dev.fairlead.server.edge;

import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.access.Question;
import dev.fairlead.dataplane.access.Verdict;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.signing.NonceStore;

import java.util.List;
import java.util.Optional;

/// The control plane's gatekeeper once it has joined; until then nobody is let in.
public final class LateGatekeeper implements Gatekeeper, NonceStore {
    private volatile Gatekeeper joined = Gatekeeper.CLOSED;
    private volatile NonceStore nonces = NonceStore.CLOSED;

    public void joined(Gatekeeper gatekeeper, NonceStore used) {
        joined = gatekeeper;
        nonces = used;
    }

    @Override
    public Optional<Verdict> known(Question question) {
        return joined.known(question);
    }

    @Override
    public Verdict decide(Question question) {
        return joined.decide(question);
    }

    @Override
    public List<Outcome> remember(List<Use> uses) {
        return nonces.remember(uses);
    }
}

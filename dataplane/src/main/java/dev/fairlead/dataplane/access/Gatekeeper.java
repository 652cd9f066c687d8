package dev.fairlead.dataplane.access;

import java.util.Optional;

/// Decides who may call a function.
public interface Gatekeeper {
    /// Lets nobody in, since nothing can be said.
    Gatekeeper CLOSED =
            new Gatekeeper() {
                @Override
                public Optional<Verdict> known(Question question) {
                    return Optional.of(new Verdict.Unavailable());
                }

                @Override
                public Verdict decide(Question question) {
                    return new Verdict.Unavailable();
                }
            };

    /// The answer where it is at hand. Called on an event loop: neither blocks nor reads anything.
    Optional<Verdict> known(Question question);

    /// The answer; may block.
    Verdict decide(Question question);
}

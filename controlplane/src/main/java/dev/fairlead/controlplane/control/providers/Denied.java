package dev.fairlead.controlplane.control.providers;

import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.identity.external.SignInOutcome.Refused;
import dev.fairlead.model.errors.Rejected;

import java.util.Locale;

/// A sign-in that does not go on: the reason for the audit log, and what its browser is told.
public record Denied(String reason, Rejected told) {
    static Denied of(Rejected told) {
        return new Denied(told.code().code(), told);
    }

    static Denied of(Refused refused, Provider provider) {
        String word = refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Denied(word, Telling.of(refused.reason(), provider));
    }
}

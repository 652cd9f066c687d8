package dev.fairlead.controlplane.control.providers;

import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.store.providers.PendingStore.Whose;

import java.util.Optional;

/// A browser, by what its cookie says, who is signed in there, and where it asks from.
public record Visitor(SecretText browser, Optional<Whose> whose, String address) {
    Visitor as(Optional<Whose> other) {
        return new Visitor(browser, other, address);
    }
}

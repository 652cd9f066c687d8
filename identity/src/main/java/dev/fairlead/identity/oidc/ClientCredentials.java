package dev.fairlead.identity.oidc;

import dev.fairlead.model.errors.InvalidValue;

/// What a provider knows us by. The secret is never printed.
public record ClientCredentials(String id, String secret) {
    public ClientCredentials {
        if (id.isBlank() || secret.isBlank()) {
            throw new InvalidValue("client", "needs an id and a secret");
        }
    }

    @Override
    public String toString() {
        return "ClientCredentials[id=" + id + "]";
    }
}

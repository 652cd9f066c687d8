package dev.fairlead.identity.saml;

import dev.fairlead.identity.external.ProviderId;

import java.util.Set;

/// A configured identity provider. SAML has no word for a verified address: one is where it is of
/// `ownDomains`, for which the operator says that this provider speaks. With `restricted` nobody
/// else is let in.
public record SamlProvider(
        ProviderId id,
        IdentityProvider provider,
        AttributeNames attributes,
        Set<String> ownDomains,
        boolean restricted,
        boolean allowsUnsolicited) {

    public SamlProvider {
        ownDomains = Set.copyOf(ownDomains);
    }

    /// Names of the attributes that have what we want to know.
    public record AttributeNames(String email, String name, String groups) {
        public static final AttributeNames STANDARD =
                new AttributeNames("email", "displayName", "groups");
    }
}

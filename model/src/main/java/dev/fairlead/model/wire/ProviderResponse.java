package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A provider. `callbackUrl`, and for SAML `metadataUrl`, are what it has to know of us.
public record ProviderResponse(
        String name,
        String kind,
        String displayName,
        boolean enabled,
        @Nullable String organization,
        @Nullable String issuer,
        @Nullable String clientId,
        boolean clientSecretSet,
        List<String> scopes,
        @Nullable String url,
        @Nullable String metadata,
        @Nullable String entityId,
        @Nullable String ssoUrl,
        List<String> certificates,
        String emailClaim,
        String nameClaim,
        String groupsClaim,
        boolean allowSignUp,
        List<String> emailDomains,
        List<String> allowedGroups,
        boolean trustsSecondFactor,
        List<ProviderRuleJson> rules,
        @Nullable String defaultRole,
        boolean removeWithoutGroups,
        String callbackUrl,
        @Nullable String metadataUrl,
        Instant createdAt) {
    public ProviderResponse {
        scopes = List.copyOf(scopes);
        certificates = List.copyOf(certificates);
        emailDomains = List.copyOf(emailDomains);
        allowedGroups = List.copyOf(allowedGroups);
        rules = List.copyOf(rules);
    }
}

package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A provider as it is to be; what is left out stays, or is as usual. Each kind has fields of its
/// own.
public record ProviderRequest(
        @Nullable String name,
        @Nullable String kind,
        @Nullable String preset,
        @Nullable String displayName,
        @Nullable Boolean enabled,
        @Nullable String organization,
        @Nullable String issuer,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable List<String> scopes,
        @Nullable String url,
        @Nullable String metadata,
        @Nullable String entityId,
        @Nullable String ssoUrl,
        @Nullable List<String> certificates,
        @Nullable String emailClaim,
        @Nullable String nameClaim,
        @Nullable String groupsClaim,
        @Nullable Boolean allowSignUp,
        @Nullable List<String> emailDomains,
        @Nullable List<String> allowedGroups,
        @Nullable Boolean trustsSecondFactor,
        @Nullable List<ProviderRuleJson> rules,
        @Nullable String defaultRole,
        @Nullable Boolean removeWithoutGroups) {
    public ProviderRequest {
        scopes = scopes == null ? null : List.copyOf(scopes);
        certificates = certificates == null ? null : List.copyOf(certificates);
        emailDomains = emailDomains == null ? null : List.copyOf(emailDomains);
        allowedGroups = allowedGroups == null ? null : List.copyOf(allowedGroups);
        rules = rules == null ? null : List.copyOf(rules);
    }

    /// Without the secrets.
    @Override
    public String toString() {
        return "ProviderRequest";
    }
}

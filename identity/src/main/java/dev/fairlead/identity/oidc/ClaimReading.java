package dev.fairlead.identity.oidc;

import com.nimbusds.jwt.JWTClaimsSet;

import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.identity.external.ExternalIdentity.Authentication;
import dev.fairlead.identity.external.ExternalIdentity.Email;
import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.oidc.OidcProvider.ClaimNames;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes an identity of verified claims, and holds the rule on domains.
record ClaimReading(OidcProvider provider) {
    private static final int MOST_GROUPS = 1_000;

    /// Whether the ID token leaves out what the user info endpoint may know.
    boolean lacking(JWTClaimsSet token) {
        ClaimNames names = provider.claims();
        return token.getClaim(names.email()) == null
                || token.getClaim(names.name()) == null
                || token.getClaim(names.groups()) == null;
    }

    ExternalIdentity identity(JWTClaimsSet token, Map<String, Object> more) throws Refusal {
        Map<String, Object> claims = token.getClaims();
        ClaimNames names = provider.claims();
        // Whether an address is verified is said beside it, by the same document.
        Optional<Email> email = email(claims).or(() -> email(more));
        checkDomain(claims, email);
        return new ExternalIdentity(
                provider.id(),
                token.getSubject(),
                email,
                text(claims, names.name()).or(() -> text(more, names.name())),
                groups(claims.getOrDefault(names.groups(), more.get(names.groups()))),
                authentication(token));
    }

    private Optional<Email> email(Map<String, Object> claims) {
        // Some providers write the boolean as a text.
        boolean verified = "true".equals(String.valueOf(claims.get("email_verified")));
        return text(claims, provider.claims().email()).map(address -> new Email(address, verified));
    }

    private void checkDomain(Map<String, Object> claims, Optional<Email> email) throws Refusal {
        if (provider.emailDomains().isEmpty()) {
            return;
        }
        Optional<String> domain =
                provider.claims().domain().isPresent()
                        ? text(claims, provider.claims().domain().get())
                        : email.filter(Email::verified).map(ClaimReading::domainOf);
        if (domain.filter(provider.emailDomains()::contains).isEmpty()) {
            throw new Refusal(
                    RefusalReason.EMAIL_DOMAIN_NOT_ALLOWED, "domain " + domain.orElse("unknown"));
        }
    }

    static String domainOf(Email email) {
        return email.address()
                .substring(email.address().lastIndexOf('@') + 1)
                .toLowerCase(Locale.ROOT);
    }

    private static Optional<String> text(Map<String, Object> claims, String name) {
        return Optional.of(ProviderCalls.text(claims, name)).filter(text -> !text.isBlank());
    }

    private static Set<String> groups(@Nullable Object claim) {
        var groups = new LinkedHashSet<String>();
        if (claim instanceof Collection<?> many) {
            for (Object one : many) {
                if (one instanceof String name && groups.size() < MOST_GROUPS) {
                    groups.add(name);
                }
            }
        } else if (claim instanceof String one) {
            groups.add(one);
        }
        return groups;
    }

    /// `mfa` alone says that there was more than one factor (RFC 8176).
    private static Authentication authentication(JWTClaimsSet token) {
        Instant at =
                token.getClaim("auth_time") instanceof Number seconds
                        ? Instant.ofEpochSecond(seconds.longValue())
                        : token.getIssueTime().toInstant();
        boolean second =
                token.getClaim("amr") instanceof Collection<?> methods && methods.contains("mfa");
        return new Authentication(at, second, Optional.empty());
    }
}

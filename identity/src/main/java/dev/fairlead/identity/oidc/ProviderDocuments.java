package dev.fairlead.identity.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.outbound.OutboundRules;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// What a provider publishes, kept for an hour: its description and its keys. A stranger who begins
/// sign-ins, or sends tokens that name unknown keys, does not make us ask it at their rate.
final class ProviderDocuments {
    private static final Duration LASTS = Duration.ofHours(1);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PLACE = "/.well-known/openid-configuration";

    private final URI issuer;
    private final ProviderCalls calls;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Published published;
    private Instant lastTry = Instant.MIN;

    /// One answer of the provider, and when it was given.
    record Published(OIDCProviderMetadata metadata, JWKSet keys, Instant since) {}

    ProviderDocuments(URI issuer, ProviderCalls calls, Clock clock) {
        this.issuer = issuer;
        this.calls = calls;
        this.clock = clock;
    }

    Published current() throws Refusal {
        Published kept = published;
        if (kept != null && fresh(kept)) {
            return kept;
        }
        return newerThan(kept == null ? Instant.MIN : kept.since());
    }

    /// Asked again, unless somebody else did or the last time is not long ago.
    Published newerThan(Instant known) throws Refusal {
        lock();
        try {
            Published kept = published;
            if (kept != null && kept.since().isAfter(known)) {
                return kept;
            }
            if (clock.instant().isBefore(nextTry())) {
                if (kept != null && fresh(kept)) {
                    return kept;
                }
                throw new Refusal(
                        RefusalReason.PROVIDER_UNREACHABLE, "it failed a moment ago: " + issuer);
            }
            lastTry = clock.instant();
            Published asked = ask();
            published = asked;
            return asked;
        } finally {
            asking.unlock();
        }
    }

    private boolean fresh(Published kept) {
        return clock.instant().isBefore(kept.since().plus(LASTS));
    }

    private Instant nextTry() {
        return lastTry.equals(Instant.MIN) ? Instant.MIN : lastTry.plus(BETWEEN_TRIES);
    }

    private void lock() throws Refusal {
        try {
            if (asking.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refusal(RefusalReason.PROVIDER_UNREACHABLE, "slow to answer: " + issuer);
    }

    private Published ask() throws Refusal {
        String place = issuer.toString().replaceFirst("/$", "") + PLACE;
        OIDCProviderMetadata metadata = metadata(calls.document(URI.create(place)));
        String said = metadata.getIssuer().getValue();
        if (!said.equals(issuer.toString())) {
            throw new Refusal(RefusalReason.ISSUER_WRONG, "the document is of " + said);
        }
        OutboundRules rules = calls.outbound().rules();
        URI authorize = metadata.getAuthorizationEndpointURI();
        if (authorize == null || !rules.allowsForm(authorize)) {
            throw new Refusal(
                    RefusalReason.PROVIDER_ADDRESS_REFUSED, "authorization at " + authorize);
        }
        if (metadata.getTokenEndpointURI() == null) {
            throw new Refusal(RefusalReason.PROVIDER_DOCUMENT_WRONG, "no token endpoint");
        }
        return new Published(
                metadata, keys(calls.document(metadata.getJWKSetURI())), clock.instant());
    }

    private static OIDCProviderMetadata metadata(String json) throws Refusal {
        try {
            return OIDCProviderMetadata.parse(json);
        } catch (ParseException e) {
            throw new Refusal(RefusalReason.PROVIDER_DOCUMENT_WRONG, "description", e);
        }
    }

    private static JWKSet keys(String json) throws Refusal {
        try {
            return JWKSet.parse(json).toPublicJWKSet();
        } catch (java.text.ParseException e) {
            throw new Refusal(RefusalReason.PROVIDER_DOCUMENT_WRONG, "keys", e);
        }
    }
}

package dev.fairlead.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.oidc.ProviderDocuments.Published;

import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/// Verifies ID tokens: signature first, then every claim that OpenID Connect Core 3.1.3.7 asks for.
final class IdTokens {
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    private final OidcProvider provider;
    private final ProviderDocuments documents;
    private final Clock clock;

    IdTokens(OidcProvider provider, ProviderDocuments documents, Clock clock) {
        this.provider = provider;
        this.documents = documents;
        this.clock = clock;
    }

    /// The claims of a token that is ours, fresh, and of this sign-in.
    JWTClaimsSet verified(String text, String nonce, String accessToken) throws Refusal {
        SignedJWT token = signed(text);
        checkSignature(token);
        try {
            JWTClaimsSet claims = token.getJWTClaimsSet();
            checkParties(claims);
            checkTimes(claims);
            String said = claims.getStringClaim("nonce");
            check(
                    said != null && Journey.same(nonce, said),
                    RefusalReason.NONCE_WRONG,
                    "not the nonce of this sign-in");
            checkHash(claims.getStringClaim("at_hash"), accessToken, token.getHeader());
            String subject = claims.getSubject();
            check(subject != null && !subject.isBlank(), RefusalReason.SUBJECT_MISSING, "no sub");
            return claims;
        } catch (ParseException e) {
            throw new Refusal(RefusalReason.MALFORMED, "claims of the ID token", e);
        }
    }

    private SignedJWT signed(String text) throws Refusal {
        JWT token;
        try {
            token = JWTParser.parse(text);
        } catch (ParseException e) {
            throw new Refusal(RefusalReason.MALFORMED, "ID token", e);
        }
        String algorithm = token.getHeader().getAlgorithm().getName();
        if (!(token instanceof SignedJWT signed)) {
            throw new Refusal(RefusalReason.ALGORITHM_NOT_ALLOWED, algorithm);
        }
        JWSAlgorithm used = signed.getHeader().getAlgorithm();
        List<JWSAlgorithm> announced = documents.current().metadata().getIDTokenJWSAlgs();
        check(
                TokenSignature.ALGORITHMS.contains(used)
                        && (announced == null || announced.contains(used)),
                RefusalReason.ALGORITHM_NOT_ALLOWED,
                algorithm);
        return signed;
    }

    private void checkSignature(SignedJWT token) throws Refusal {
        Published published = documents.current();
        List<JWK> keys = TokenSignature.candidates(token.getHeader(), published.keys());
        if (keys.isEmpty()) {
            // Providers change their keys: perhaps the newest one is not known yet.
            published = documents.newerThan(published.since());
            keys = TokenSignature.candidates(token.getHeader(), published.keys());
        }
        check(!keys.isEmpty(), RefusalReason.KEY_UNKNOWN, "kid " + token.getHeader().getKeyID());
        for (JWK key : keys) {
            try {
                if (TokenSignature.by(key, token)) {
                    return;
                }
            } catch (JOSEException e) {
                throw new Refusal(RefusalReason.SIGNATURE_WRONG, "ID token", e);
            }
        }
        throw new Refusal(RefusalReason.SIGNATURE_WRONG, "ID token");
    }

    private void checkParties(JWTClaimsSet claims) throws Refusal, ParseException {
        check(
                provider.issuer().toString().equals(claims.getIssuer()),
                RefusalReason.ISSUER_WRONG,
                "of " + claims.getIssuer());
        String us = provider.client().id();
        List<String> audience = claims.getAudience();
        check(audience.contains(us), RefusalReason.AUDIENCE_WRONG, "for " + audience);
        String party = claims.getStringClaim("azp");
        check(
                party == null ? audience.size() == 1 : party.equals(us),
                RefusalReason.AUTHORIZED_PARTY_WRONG,
                "for the use of " + party);
    }

    private void checkTimes(JWTClaimsSet claims) throws Refusal {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        check(
                expires != null && now.minus(LEEWAY).isBefore(expires.toInstant()),
                RefusalReason.EXPIRED,
                "at " + expires);
        Date issued = claims.getIssueTime();
        check(
                issued != null && !issued.toInstant().isAfter(now.plus(LEEWAY)),
                RefusalReason.NOT_YET_VALID,
                "issued at " + issued);
        Date from = claims.getNotBeforeTime();
        check(
                from == null || !from.toInstant().isAfter(now.plus(LEEWAY)),
                RefusalReason.NOT_YET_VALID,
                "not before " + from);
    }

    private static void checkHash(@Nullable String hash, String accessToken, JWSHeader header)
            throws Refusal {
        if (hash == null) {
            return;
        }
        JWSAlgorithm algorithm = header.getAlgorithm();
        @Nullable Curve curve = JWSAlgorithm.Family.ED.contains(algorithm) ? Curve.Ed25519 : null;
        var token = new BearerAccessToken(accessToken);
        var computed = AccessTokenHash.compute(token, algorithm, curve);
        check(
                computed != null && Journey.same(computed.getValue(), hash),
                RefusalReason.ACCESS_TOKEN_HASH_WRONG,
                "the access token is another one's");
    }

    private static void check(boolean right, RefusalReason reason, String detail) throws Refusal {
        if (!right) {
            throw new Refusal(reason, detail);
        }
    }
}

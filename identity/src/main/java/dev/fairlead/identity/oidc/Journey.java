package dev.fairlead.identity.oidc;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;

import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.ReturnPath;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;

/// The way out and back that OpenID Connect and OAuth 2 share: what is new for each sign-in, and
/// what has to be there when the browser is back.
record Journey(ProviderId provider, Clock clock) {
    private static final Duration LASTS = Duration.ofMinutes(10);

    PendingSignIn start(ReturnPath returnTo) {
        return new PendingSignIn(
                provider,
                new State().getValue(),
                new Nonce().getValue(),
                new CodeVerifier().getValue(),
                returnTo,
                clock.instant().plus(LASTS));
    }

    /// The code, where everything around it is as it should be. A provider that says who it is has
    /// to be `issuer` (RFC 9207): else another one sent its code to our address for this one.
    String codeOf(PendingSignIn pending, CallbackParameters back, String issuer, boolean issuerSaid)
            throws Refusal {
        if (!pending.provider().equals(provider)) {
            throw new Refusal(
                    RefusalReason.WRONG_PROVIDER, "begun with " + pending.provider().text());
        }
        if (!clock.instant().isBefore(pending.expires())) {
            throw new Refusal(RefusalReason.PENDING_EXPIRED, "begun too long ago");
        }
        if (!same(pending.state(), back.value("state").orElse(""))) {
            throw new Refusal(RefusalReason.STATE_WRONG, "not the state of this sign-in");
        }
        String said = back.value("iss").orElse(issuerSaid ? "nobody" : issuer);
        if (!said.equals(issuer)) {
            throw new Refusal(RefusalReason.WRONG_PROVIDER, "answered by " + said);
        }
        String error = back.value("error").orElse("");
        if (!error.isEmpty()) {
            throw new Refusal(RefusalReason.PROVIDER_SAID_NO, error);
        }
        return back.value("code")
                .filter(code -> !code.isEmpty())
                .orElseThrow(() -> new Refusal(RefusalReason.CODE_MISSING, "no code"));
    }

    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}

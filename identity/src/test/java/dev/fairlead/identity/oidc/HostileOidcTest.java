package dev.fairlead.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;

import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.identity.external.SignInOutcome;
import dev.fairlead.identity.external.SignInOutcome.Refused;
import dev.fairlead.identity.external.SignInOutcome.SignedIn;
import dev.fairlead.identity.oidc.SignInStart.Leaving;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Tokens and callbacks of somebody who wants in as another one.
@Tag("slow")
class HostileOidcTest {
    private static final URI BACK = URI.create("http://127.0.0.1:1/callback");
    private static final Instant NOW = HandClock.START;

    private final HandClock clock = new HandClock();
    private HostileIssuer issuer;
    private OidcClient client;
    private PendingSignIn pending;

    @BeforeEach
    void start() throws IOException {
        issuer = new HostileIssuer();
        client = client();
        pending = ((Leaving) client.begin(new ReturnPath("/"))).pending();
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private OidcClient client() {
        var credentials =
                new ClientCredentials(HostileIssuer.CLIENT, "secret of the client 123456");
        var provider =
                OidcProvider.discovered(new ProviderId("corp"), issuer.issuer(), credentials);
        return new OidcClient(provider, BACK, Loopback.OUTBOUND, clock);
    }

    private SignInOutcome finishWith(String idToken) {
        issuer.idToken = idToken;
        return client.finish(pending, "code=abc&state=" + pending.state());
    }

    private JWTClaimsSet claims() {
        return issuer.claims(pending, clock.instant()).build();
    }

    private static void assertRefused(SignInOutcome outcome, RefusalReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .as(refused.detail())
                                        .isEqualTo(reason));
    }

    @Test
    void a_right_token_signs_in() {
        assertThat(finishWith(issuer.signed(claims()))).isInstanceOf(SignedIn.class);
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                wrong("expired", RefusalReason.EXPIRED, c -> c.expirationTime(at(-60))),
                wrong("without an end", RefusalReason.EXPIRED, c -> c.expirationTime(null)),
                wrong(
                        "issued in the future",
                        RefusalReason.NOT_YET_VALID,
                        c -> c.issueTime(at(61))),
                wrong("issued at no time", RefusalReason.NOT_YET_VALID, c -> c.issueTime(null)),
                wrong("not valid yet", RefusalReason.NOT_YET_VALID, c -> c.notBeforeTime(at(61))),
                wrong("for another client", RefusalReason.AUDIENCE_WRONG, c -> c.audience("other")),
                wrong("for nobody", RefusalReason.AUDIENCE_WRONG, c -> c.audience((String) null)),
                wrong(
                        "of another client's use",
                        RefusalReason.AUTHORIZED_PARTY_WRONG,
                        c -> c.claim("azp", "other")),
                wrong(
                        "for two without a party",
                        RefusalReason.AUTHORIZED_PARTY_WRONG,
                        c -> c.audience(List.of(HostileIssuer.CLIENT, "other"))),
                wrong(
                        "of another issuer",
                        RefusalReason.ISSUER_WRONG,
                        c -> c.issuer("https://accounts.example.com")),
                wrong("of no issuer", RefusalReason.ISSUER_WRONG, c -> c.issuer(null)),
                wrong("of another sign-in", RefusalReason.NONCE_WRONG, c -> c.claim("nonce", "x")),
                wrong("of no sign-in", RefusalReason.NONCE_WRONG, c -> c.claim("nonce", null)),
                wrong("nonce no text", RefusalReason.MALFORMED, c -> c.claim("nonce", 5)),
                wrong("of nobody", RefusalReason.SUBJECT_MISSING, c -> c.subject(null)),
                wrong("of a blank", RefusalReason.SUBJECT_MISSING, c -> c.subject(" ")),
                wrong(
                        "beside another access token",
                        RefusalReason.ACCESS_TOKEN_HASH_WRONG,
                        c -> c.claim("at_hash", hash("another"))));
    }

    private static Arguments wrong(
            String what, RefusalReason reason, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(what, reason, change);
    }

    private static Date at(int seconds) {
        return Date.from(NOW.plusSeconds(seconds));
    }

    private static String hash(String accessToken) {
        return AccessTokenHash.compute(new BearerAccessToken(accessToken), JWSAlgorithm.RS256, null)
                .getValue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void a_signed_token_with_a_wrong_claim_is_refused_for_it(
            String what, RefusalReason reason, UnaryOperator<JWTClaimsSet.Builder> change) {
        // Given
        JWTClaimsSet claims = change.apply(issuer.claims(pending, NOW)).build();
        // When
        SignInOutcome outcome = finishWith(issuer.signed(claims));
        // Then
        assertRefused(outcome, reason);
    }

    static Stream<Arguments> rightClaims() {
        return Stream.of(
                Arguments.of("expired for 59 s", change(c -> c.expirationTime(at(-59)))),
                Arguments.of("issued in 60 s", change(c -> c.issueTime(at(60)))),
                Arguments.of("valid in 60 s", change(c -> c.notBeforeTime(at(60)))),
                Arguments.of(
                        "for two, of our use",
                        change(c ->
                                c.audience(List.of(HostileIssuer.CLIENT, "other"))
                                        .claim("azp", HostileIssuer.CLIENT))),
                Arguments.of(
                        "with the access token's hash",
                        change(c -> c.claim("at_hash", hash(HostileIssuer.ACCESS_TOKEN)))));
    }

    private static UnaryOperator<JWTClaimsSet.Builder> change(
            UnaryOperator<JWTClaimsSet.Builder> change) {
        return change;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rightClaims")
    void clocks_may_differ_by_a_minute_and_more_claims_are_fine(
            String what, UnaryOperator<JWTClaimsSet.Builder> change) {
        // Given
        JWTClaimsSet claims = change.apply(issuer.claims(pending, NOW)).build();
        // When
        SignInOutcome outcome = finishWith(issuer.signed(claims));
        // Then
        assertThat(outcome).isInstanceOf(SignedIn.class);
    }

    @Test
    void an_unsigned_token_is_refused_though_the_provider_announces_none() {
        assertRefused(
                finishWith(new PlainJWT(claims()).serialize()),
                RefusalReason.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void a_signature_cut_off_is_refused() {
        // Given
        String token = issuer.signed(claims());
        // When
        SignInOutcome outcome = finishWith(token.substring(0, token.lastIndexOf('.') + 1));
        // Then
        assertRefused(outcome, RefusalReason.MALFORMED);
    }

    @Test
    void a_public_key_is_no_secret_to_sign_with() throws Exception {
        // Given
        byte[] published = issuer.key.toRSAPublicKey().getEncoded();
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build();
        var token = new SignedJWT(header, claims());
        token.sign(new MACSigner(published));
        // When
        SignInOutcome outcome = finishWith(token.serialize());
        // Then
        assertRefused(outcome, RefusalReason.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void another_key_under_the_same_name_is_refused() {
        assertRefused(
                finishWith(HostileIssuer.signed(claims(), HostileIssuer.rsa("first"))),
                RefusalReason.SIGNATURE_WRONG);
    }

    @Test
    void changed_claims_under_a_right_signature_are_refused() {
        // Given
        List<String> parts = List.of(issuer.signed(claims()).split("\\.", -1));
        String changed =
                Base64URL.encode(
                                new JWTClaimsSet.Builder(claims())
                                        .subject("root")
                                        .build()
                                        .toString())
                        .toString();
        // When
        SignInOutcome outcome = finishWith(parts.get(0) + "." + changed + "." + parts.get(2));
        // Then
        assertRefused(outcome, RefusalReason.SIGNATURE_WRONG);
    }

    @Test
    void an_unknown_key_is_refused_and_asked_for_once_in_a_while() {
        // Given
        String token = HostileIssuer.signed(claims(), HostileIssuer.rsa("unknown"));
        clock.turn(Duration.ofSeconds(11));
        // When
        List<SignInOutcome> outcomes = Stream.generate(() -> finishWith(token)).limit(20).toList();
        // Then
        outcomes.forEach(outcome -> assertRefused(outcome, RefusalReason.KEY_UNKNOWN));
        assertThat(issuer.keysAsked).hasValue(2);
    }

    @Test
    void a_key_that_the_provider_changed_to_is_accepted() {
        // Given
        RSAKey second = HostileIssuer.rsa("second");
        issuer.keys = List.of(second);
        clock.turn(Duration.ofSeconds(11));
        // When
        SignInOutcome outcome = finishWith(HostileIssuer.signed(claims(), second));
        // Then
        assertThat(outcome).isInstanceOf(SignedIn.class);
    }

    @Test
    void a_key_that_the_provider_withdrew_is_refused_after_an_hour() {
        // Given
        issuer.keys = List.of(HostileIssuer.rsa("second"));
        clock.turn(Duration.ofHours(1));
        pending = ((Leaving) client.begin(new ReturnPath("/"))).pending();
        // When
        SignInOutcome outcome = finishWith(issuer.signed(claims()));
        // Then
        assertRefused(outcome, RefusalReason.KEY_UNKNOWN);
    }

    @Test
    void a_key_that_is_too_short_is_none() throws Exception {
        // Given
        RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
        issuer.keys = List.of(weak);
        var token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("weak").build(), claims());
        token.sign(new RSASSASigner(weak.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())));
        clock.turn(Duration.ofSeconds(11));
        // When
        SignInOutcome outcome = finishWith(token.serialize());
        // Then
        assertRefused(outcome, RefusalReason.KEY_UNKNOWN);
    }

    @Test
    void an_algorithm_that_the_provider_does_not_announce_is_refused() {
        // Given
        issuer.description.put("id_token_signing_alg_values_supported", List.of("ES256"));
        client = client();
        // When
        SignInOutcome outcome = finishWith(issuer.signed(claims()));
        // Then
        assertRefused(outcome, RefusalReason.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void what_is_no_token_is_refused() {
        assertRefused(finishWith(""), RefusalReason.ID_TOKEN_MISSING);
        assertRefused(finishWith("a.b.c"), RefusalReason.MALFORMED);
        assertRefused(finishWith("x".repeat(40_000)), RefusalReason.MALFORMED);
        assertRefused(finishWith("x".repeat(70_000)), RefusalReason.PROVIDER_ANSWER_TOO_LARGE);
    }

    @Test
    void user_info_of_somebody_else_is_refused() {
        // Given
        issuer.description.put("userinfo_endpoint", issuer.issuer() + "/me");
        issuer.userInfo.put("sub", "root");
        client = client();
        // When
        SignInOutcome outcome = finishWith(issuer.signed(claims()));
        // Then
        assertRefused(outcome, RefusalReason.USER_DIFFERS);
    }

    @Test
    void an_address_of_one_document_is_not_verified_by_another() {
        // Given
        issuer.description.put("userinfo_endpoint", issuer.issuer() + "/me");
        issuer.userInfo.put("sub", "ada");
        issuer.userInfo.put("email", "mine@example.com");
        issuer.userInfo.put("email_verified", true);
        client = client();
        JWTClaimsSet claims =
                issuer.claims(pending, NOW).claim("email", "root@example.com").build();
        // When
        SignInOutcome outcome = finishWith(issuer.signed(claims));
        // Then
        assertThat(((SignedIn) outcome).identity().email())
                .hasValueSatisfying(email -> {
                    assertThat(email.address()).isEqualTo("root@example.com");
                    assertThat(email.verified()).isFalse();
                });
    }
}

package dev.fairlead.identity.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.ids.UserId;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;

/// What a token must say, by whom and when, to be read. Those here are signed by our own key: the
/// signature is the least that is looked at.
@SuppressWarnings("JavaUtilDate")
class AccessTokensTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final AccessTokens TOKENS = new AccessTokens(Duration.ofMinutes(10));
    private static final AccessTokens.Key KEY = key("one", 1);
    private static final UserId USER = UserId.next(Clock.systemUTC());
    private static final SessionId SESSION = SessionId.next(Clock.systemUTC());

    private static AccessTokens.Key key(String id, int fill) {
        var secret = new byte[32];
        Arrays.fill(secret, (byte) fill);
        return AccessTokens.Key.of(id, secret);
    }

    private static String signed(
            JWSAlgorithm algorithm, String type, Consumer<JWTClaimsSet.Builder> change) {
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer("fairlead")
                        .audience("fairlead-api")
                        .subject(USER.toString())
                        .claim("sid", SESSION.toString())
                        .issueTime(Date.from(NOW))
                        .expirationTime(Date.from(NOW.plusSeconds(600)));
        change.accept(claims);
        var header =
                new JWSHeader.Builder(algorithm)
                        .type(new JOSEObjectType(type))
                        .keyID(KEY.id())
                        .build();
        var token = new SignedJWT(header, claims.build());
        try {
            var secret = new byte[64];
            Arrays.fill(secret, (byte) 1);
            token.sign(
                    algorithm.equals(JWSAlgorithm.HS256)
                            ? new MACSigner(KEY.secret())
                            : new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static String signed(Consumer<JWTClaimsSet.Builder> change) {
        return signed(JWSAlgorithm.HS256, "at+jwt", change);
    }

    private static boolean opens(String token) {
        return TOKENS.read(token, List.of(KEY), NOW.plusSeconds(1)).isPresent();
    }

    @Test
    void a_token_says_whose_it_is_until_it_ends() {
        // Given
        String token = TOKENS.issue(KEY, USER, SESSION, NOW);
        // When / Then
        assertThat(TOKENS.read(token, List.of(KEY), NOW.plusSeconds(599)))
                .contains(new AccessTokens.Claims(USER, SESSION, NOW.plusSeconds(600)));
        assertThat(TOKENS.read(token, List.of(KEY), NOW.plusSeconds(600))).isEmpty();
    }

    @Test
    void a_token_of_the_key_before_is_read_and_one_of_another_is_not() {
        // Given
        String token = TOKENS.issue(KEY, USER, SESSION, NOW);
        // When / Then
        assertThat(TOKENS.read(token, List.of(key("two", 2), KEY), NOW)).isPresent();
        assertThat(TOKENS.read(token, List.of(key("two", 2)), NOW)).isEmpty();
        assertThat(TOKENS.read(token, List.of(key("one", 2)), NOW)).isEmpty();
        assertThat(TOKENS.read(token, List.of(), NOW)).isEmpty();
    }

    @Test
    void what_says_too_little_or_too_much_is_not_read() {
        assertThat(opens(signed(_ -> {}))).isTrue();
        assertThat(opens(signed(c -> c.issuer("other")))).isFalse();
        assertThat(opens(signed(c -> c.issuer(null)))).isFalse();
        assertThat(opens(signed(c -> c.audience("other")))).isFalse();
        assertThat(opens(signed(c -> c.audience(List.of("fairlead-api", "other"))))).isFalse();
        assertThat(opens(signed(c -> c.subject(null)))).isFalse();
        assertThat(opens(signed(c -> c.subject(SESSION.toString())))).isFalse();
        assertThat(opens(signed(c -> c.claim("sid", null)))).isFalse();
        assertThat(opens(signed(c -> c.claim("sid", 4711)))).isFalse();
        assertThat(opens(signed(c -> c.claim("sid", USER.toString())))).isFalse();
        assertThat(opens(signed(c -> c.expirationTime(null)))).isFalse();
        assertThat(opens(signed(c -> c.issueTime(null)))).isFalse();
    }

    @Test
    void a_token_of_the_future_or_of_too_long_a_life_is_not_read() {
        assertThat(opens(signed(c -> c.issueTime(Date.from(NOW.plusSeconds(60)))))).isFalse();
        assertThat(opens(signed(c -> c.expirationTime(Date.from(NOW.plusSeconds(6000))))))
                .isFalse();
        assertThat(opens(signed(c -> c.issueTime(Date.from(NOW.plusSeconds(4)))))).isTrue();
    }

    @Test
    void only_our_algorithm_and_type_are_read() {
        assertThat(opens(signed(JWSAlgorithm.HS512, "at+jwt", _ -> {}))).isFalse();
        assertThat(opens(signed(JWSAlgorithm.HS384, "at+jwt", _ -> {}))).isFalse();
        assertThat(opens(signed(JWSAlgorithm.HS256, "JWT", _ -> {}))).isFalse();
    }
}

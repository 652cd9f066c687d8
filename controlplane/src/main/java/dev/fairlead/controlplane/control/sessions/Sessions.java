package dev.fairlead.controlplane.control.sessions;

import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.control.access.SigningKeys;
import dev.fairlead.controlplane.store.sessions.SessionStore;
import dev.fairlead.controlplane.store.sessions.SessionStore.Begin;
import dev.fairlead.controlplane.store.sessions.SessionStore.Refresh;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.tokens.AccessTokens;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.ids.UserId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Sessions of browsers, by a cookie, and of command lines and programs, by a short access token
/// and a refresh token that is good once.
public final class Sessions {
    /// A browser's session ends after so long without use.
    public static final Duration IDLE = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /// And after so long at the latest.
    public static final Duration BROWSER = Duration.ofDays(14);

    private static final Duration TOKENS = Duration.ofDays(90);

    private final SessionStore store;
    private final SigningKeys keys;
    private final AccessTokens tokens;
    private final Clock clock;

    public Sessions(SessionStore store, SigningKeys keys, AccessTokens tokens, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// A browser's new session: its cookie, and how long it can last.
    public record Browser(SessionId id, SecretText cookie, Instant expiresAt) {}

    /// What a program holds. The access token ends at `expiresAt`.
    public record TokenPair(String accessToken, SecretText refreshToken, Instant expiresAt) {
        @Override
        public String toString() {
            return "TokenPair[until " + expiresAt + "]";
        }
    }

    public Browser browser(UserId user, Client client) {
        return browser(user, client, Optional.empty(), Optional.empty());
    }

    /// That began by `provider`, which may say when it has to end.
    public Browser browser(
            UserId user, Client client, Optional<ProviderId> provider, Optional<Instant> ends) {
        SecretText cookie = SecretText.generate(SecretText.Kind.SESSION);
        Instant longest = clock.instant().plus(BROWSER);
        Instant expires = ends.filter(longest::isAfter).orElse(longest);
        SessionId id =
                store.create(
                        new Begin(
                                user,
                                SessionStore.BROWSER,
                                Optional.of(cookie.hash()),
                                client.address(),
                                client.agent(),
                                expires,
                                provider));
        return new Browser(id, cookie, expires);
    }

    /// A new cookie for a session whose rights grew: one that was planted before is worth nothing.
    public SecretText rotate(SessionId session) {
        SecretText cookie = SecretText.generate(SecretText.Kind.SESSION);
        store.replace(session, cookie.hash());
        return cookie;
    }

    /// What a page must send back to prove that it is ours: bound to the cookie, so that it is
    /// stored nowhere.
    public static String csrfToken(String cookie) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(cookie.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal("csrf".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    public static boolean csrfMatches(String cookie, String token) {
        return MessageDigest.isEqual(
                csrfToken(cookie).getBytes(StandardCharsets.UTF_8),
                token.getBytes(StandardCharsets.UTF_8));
    }

    public TokenPair tokens(UserId user, Client client, Optional<ProviderId> provider) {
        SessionId id =
                store.create(
                        new Begin(
                                user,
                                SessionStore.TOKENS,
                                Optional.empty(),
                                client.address(),
                                client.agent(),
                                clock.instant().plus(TOKENS),
                                provider));
        SecretText refresh = SecretText.generate(SecretText.Kind.REFRESH);
        store.addRefreshToken(id, refresh.hash());
        return pair(user, id, refresh);
    }

    private TokenPair pair(UserId user, SessionId session, SecretText refresh) {
        Instant now = clock.instant();
        return new TokenPair(
                tokens.issue(keys.signing(), user, session, now), refresh, now.plus(tokens.life()));
    }

    /// New tokens for a refresh token that was not used yet. One that was ends its whole session:
    /// either the thief or the owner came second, and nobody can tell which.
    public TokenPair refresh(String text) {
        SecretText next = SecretText.generate(SecretText.Kind.REFRESH);
        Refresh refreshed =
                SecretText.parse(text)
                        .filter(secret -> secret.kind() == SecretText.Kind.REFRESH)
                        .map(secret -> store.rotate(secret.hash(), next.hash()))
                        .orElseGet(Refresh.Unknown::new);
        return switch (refreshed) {
            case Refresh.Rotated(SessionId session, UserId user) -> pair(user, session, next);
            case Refresh.Reused(UserId user) -> {
                LOG.warn("a refresh token was used twice, its session is revoked user={}", user);
                throw unknown();
            }
            case Refresh.Unknown _ -> throw unknown();
        };
    }

    private static Rejected unknown() {
        return new Rejected(
                ErrorCode.UNAUTHENTICATED,
                "this refresh token is not good, or was used before; sign in again");
    }
}

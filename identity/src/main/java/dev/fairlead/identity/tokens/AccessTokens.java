package dev.fairlead.identity.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.ids.UserId;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// Issues and reads access tokens: JSON Web Tokens (RFC 9068's type) under HMAC-SHA-256. One
/// algorithm, named by us: what a token says of its own is not believed.
@SuppressWarnings("JavaUtilDate") // the library's own type for times
public final class AccessTokens {
    private static final String ISSUER = "fairlead";
    private static final String AUDIENCE = "fairlead-api";
    private static final String SESSION = "sid";
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    /// Clocks of two instances may differ by this much.
    private static final Duration LEEWAY = Duration.ofSeconds(5);

    private static final int LONGEST = 2048;

    private final Duration life;

    public AccessTokens(Duration life) {
        this.life = life;
    }

    /// A secret of at least 32 bytes under a name that tokens carry.
    public record Key(String id, SecretKey secret) {
        /// From its raw bytes.
        public static Key of(String id, byte[] secret) {
            return new Key(id, new SecretKeySpec(secret, "HmacSHA256"));
        }

        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    /// What a good token says.
    public record Claims(UserId user, SessionId session, Instant expiresAt) {}

    public Duration life() {
        return life;
    }

    public String issue(Key key, UserId user, SessionId session, Instant now) {
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(AUDIENCE)
                        .subject(user.toString())
                        .claim(SESSION, session.toString())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(life)))
                        .jwtID(UUID.randomUUID().toString())
                        .build();
        var token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .type(TYPE)
                                .keyID(key.id())
                                .build(),
                        claims);
        try {
            token.sign(new MACSigner(key.secret()));
        } catch (JOSEException e) {
            throw new IllegalStateException("a key for HMAC-SHA-256 has 32 bytes or more", e);
        }
        return token.serialize();
    }

    /// What `text` says, where one of `keys` signed it for us and it holds at `now`.
    public Optional<Claims> read(String text, List<Key> keys, Instant now) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var token = SignedJWT.parse(text);
            JWSHeader header = token.getHeader();
            if (!JWSAlgorithm.HS256.equals(header.getAlgorithm())
                    || !TYPE.equals(header.getType())) {
                return Optional.empty();
            }
            Optional<Key> key =
                    keys.stream().filter(k -> k.id().equals(header.getKeyID())).findFirst();
            if (key.isEmpty() || !token.verify(new MACVerifier(key.get().secret()))) {
                return Optional.empty();
            }
            return claims(token.getJWTClaimsSet(), now);
        } catch (ParseException | JOSEException | Rejected | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Claims> claims(JWTClaimsSet claims, Instant now) throws ParseException {
        Date expires = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        boolean ours =
                ISSUER.equals(claims.getIssuer())
                        && List.of(AUDIENCE).equals(claims.getAudience())
                        && expires != null
                        && issued != null;
        if (!ours
                || !now.isBefore(expires.toInstant())
                || issued.toInstant().isAfter(now.plus(LEEWAY))
                || Duration.between(issued.toInstant(), expires.toInstant()).compareTo(life) > 0) {
            return Optional.empty();
        }
        String session = claims.getStringClaim(SESSION);
        String user = claims.getSubject();
        if (session == null || user == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Claims(UserId.parse(user), SessionId.parse(session), expires.toInstant()));
    }
}

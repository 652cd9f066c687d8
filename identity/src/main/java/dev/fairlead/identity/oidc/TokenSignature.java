package dev.fairlead.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Whether a token is signed by a key of its issuer. Public-key algorithms alone: with others, what
/// an issuer publishes would be a secret to sign with.
final class TokenSignature {
    static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512,
                    JWSAlgorithm.EdDSA,
                    JWSAlgorithm.Ed25519);

    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_KEYS_TRIED = 8;
    private static final byte[] ED25519_PREFIX =
            HexFormat.of().parseHex("302a300506032b6570032100");

    private TokenSignature() {}

    /// The keys that a token with this header may be signed by.
    static List<JWK> candidates(JWSHeader header, JWKSet keys) {
        JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
        if (matcher == null) {
            return List.of();
        }
        return new JWKSelector(matcher)
                .select(keys).stream()
                        .filter(TokenSignature::strong)
                        .limit(MOST_KEYS_TRIED)
                        .toList();
    }

    private static boolean strong(JWK key) {
        return !(key instanceof RSAKey rsa) || rsa.size() >= LEAST_RSA_BITS;
    }

    static boolean by(JWK key, SignedJWT token) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> token.verify(new RSASSAVerifier(rsa));
            case ECKey ec -> token.verify(new ECDSAVerifier(ec));
            case OctetKeyPair pair when pair.getCurve().equals(Curve.Ed25519) ->
                    ed25519(pair, token);
            default -> false;
        };
    }

    /// By the JDK: the library would ask for another library.
    private static boolean ed25519(OctetKeyPair pair, SignedJWT token) throws JOSEException {
        if (token.getHeader().getCriticalParams() != null) {
            return false;
        }
        byte[] point = pair.getDecodedX();
        byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initVerify(
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(new X509EncodedKeySpec(encoded)));
            signature.update(token.getSigningInput());
            return signature.verify(token.getSignature().decode());
        } catch (GeneralSecurityException e) {
            throw new JOSEException("Ed25519", e);
        }
    }
}

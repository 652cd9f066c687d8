package dev.fairlead.certificates.pem;

import dev.fairlead.model.errors.InvalidValue;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// A certificate that somebody brings, with its issuers' and its key: whole, strong, of now, in
/// order. A value of this type may be served.
public record OwnCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final int LEAST_RSA_BITS = 2048;
    private static final int LEAST_EC_BITS = 256;
    private static final int MOST_EC_BITS = 521;
    private static final int DNS_NAME = 2;
    private static final String FOR_SERVERS = "1.3.6.1.5.5.7.3.1";
    private static final byte[] SIGNED = {7, 3, 1, 9};

    public OwnCertificate {
        chain = List.copyOf(chain);
    }

    /// Throws `InvalidValue` with what to bring instead.
    public static OwnCertificate parse(String chainPem, String keyPem, Instant now) {
        List<X509Certificate> chain = PemFiles.certificates(chainPem);
        PrivateKey key = PemFiles.key(keyPem);
        X509Certificate own = chain.getFirst();
        checkOrder(chain);
        checkStrength(chain);
        if (own.getNotAfter().toInstant().isBefore(now)) {
            throw invalid("it expired at " + own.getNotAfter().toInstant());
        }
        if (own.getNotBefore().toInstant().isAfter(now)) {
            throw invalid("it is not valid before " + own.getNotBefore().toInstant());
        }
        if (!forServers(own)) {
            throw invalid("it is not for servers (extended key usage)");
        }
        if (!belong(own.getPublicKey(), key)) {
            throw new InvalidValue("key", "it is not the key of this certificate");
        }
        if (names(own).isEmpty()) {
            throw invalid("it names no domain (subject alternative name)");
        }
        return new OwnCertificate(chain, key);
    }

    private static InvalidValue invalid(String rule) {
        return new InvalidValue("certificate", rule);
    }

    private static void checkOrder(List<X509Certificate> chain) {
        for (int i = 0; i + 1 < chain.size(); i++) {
            X509Certificate one = chain.get(i);
            X509Certificate issuer = chain.get(i + 1);
            try {
                one.verify(issuer.getPublicKey());
                if (one.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                    continue;
                }
            } catch (GeneralSecurityException e) {
                throw outOfOrder(i, e);
            }
            throw outOfOrder(i, null);
        }
    }

    private static InvalidValue outOfOrder(int i, @Nullable Exception e) {
        var refused =
                invalid(
                        "certificate "
                                + (i + 1)
                                + " of the chain is not signed by the one after it: begin with the"
                                + " domain's own, then each one's issuer");
        if (e != null) {
            refused.addSuppressed(e);
        }
        return refused;
    }

    private static void checkStrength(List<X509Certificate> chain) {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate one = chain.get(i);
            boolean root = one.getIssuerX500Principal().equals(one.getSubjectX500Principal());
            String algorithm = one.getSigAlgName().toUpperCase(Locale.ROOT);
            boolean trustedByItself = root && i > 0;
            if (!trustedByItself && (algorithm.contains("SHA1") || algorithm.contains("MD5"))) {
                throw invalid("it is signed with " + one.getSigAlgName() + "; use SHA-256");
            }
            switch (one.getPublicKey()) {
                case RSAPublicKey rsa when rsa.getModulus().bitLength() < LEAST_RSA_BITS ->
                        throw invalid("an RSA key needs " + LEAST_RSA_BITS + " bits");
                case RSAPublicKey _ -> {}
                case ECPublicKey ec when bits(ec) < LEAST_EC_BITS || bits(ec) > MOST_EC_BITS ->
                        throw invalid("use the curve P-256 or P-384");
                case ECPublicKey _ -> {}
                default -> throw invalid("browsers know RSA and EC keys alone");
            }
        }
    }

    private static int bits(ECPublicKey key) {
        return key.getParams().getCurve().getField().getFieldSize();
    }

    private static boolean forServers(X509Certificate own) {
        try {
            List<String> uses = own.getExtendedKeyUsage();
            return uses == null || uses.contains(FOR_SERVERS);
        } catch (CertificateParsingException e) {
            throw cannotBeRead(e);
        }
    }

    private static InvalidValue cannotBeRead(Exception e) {
        var refused = invalid("it cannot be read");
        refused.addSuppressed(e);
        return refused;
    }

    private static boolean belong(PublicKey open, PrivateKey key) {
        if (!open.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            Signature made = Signature.getInstance(algorithm);
            made.initSign(key);
            made.update(SIGNED);
            byte[] signature = made.sign();
            made.initVerify(open);
            made.update(SIGNED);
            return made.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// The domains it is for, in lower case.
    public static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .filter(one -> Integer.valueOf(DNS_NAME).equals(one.getFirst()))
                            .map(one -> String.valueOf(one.get(1)).toLowerCase(Locale.ROOT))
                            .distinct()
                            .toList();
        } catch (CertificateParsingException e) {
            throw cannotBeRead(e);
        }
    }

    /// Without the key.
    @Override
    public String toString() {
        return "OwnCertificate" + names(chain.getFirst());
    }
}

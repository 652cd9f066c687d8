package dev.fairlead.certificates.acme;

import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.shredzone.acme4j.util.CertificateUtils;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;

/// What an authority is shown in a handshake (RFC 8737): signed by itself, with a digest for that
/// authority alone. Each instance makes its own of the same digest.
public record ShownCertificate(X509Certificate certificate, PrivateKey key) {
    private static final X500Name NOBODY = new X500Name("CN=acme.invalid");
    private static final Duration EARLIER = Duration.ofHours(1);
    private static final Duration LIFE = Duration.ofDays(7);

    /// `digest` is in hexadecimal.
    public static ShownCertificate of(String name, String digest) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            Instant now = Instant.now();
            var building =
                    new JcaX509v3CertificateBuilder(
                            NOBODY,
                            BigInteger.valueOf(now.toEpochMilli()),
                            Date.from(now.minus(EARLIER)),
                            Date.from(now.plus(LIFE)),
                            NOBODY,
                            pair.getPublic());
            building.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            building.addExtension(
                    CertificateUtils.ACME_VALIDATION,
                    true,
                    new DEROctetString(HexFormat.of().parseHex(digest)));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            return new ShownCertificate(
                    new JcaX509CertificateConverter().getCertificate(building.build(signer)),
                    pair.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate of our own cannot be made", e);
        }
    }

    /// Without the key.
    @Override
    public String toString() {
        return "ShownCertificate";
    }
}

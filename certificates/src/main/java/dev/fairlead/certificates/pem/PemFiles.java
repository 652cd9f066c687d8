package dev.fairlead.certificates.pem;

import dev.fairlead.model.errors.InvalidValue;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys in the form that files have them (RFC 7468).
public final class PemFiles {
    private static final int MOST_CHARACTERS = 64 << 10;
    private static final int MOST_CERTIFICATES = 10;
    private static final Pattern CERTIFICATE =
            Pattern.compile(
                    "-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");
    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private PemFiles() {}

    /// At least one; throws `InvalidValue` for anything else.
    public static List<X509Certificate> certificates(String pem) {
        if (pem.length() > MOST_CHARACTERS) {
            throw new InvalidValue("certificate", "at most 64 KiB");
        }
        if (pem.contains("PRIVATE KEY-----")) {
            throw new InvalidValue("certificate", "the key does not belong into this file");
        }
        var clean = new StringBuilder();
        int count = 0;
        Matcher block = CERTIFICATE.matcher(pem);
        while (block.find()) {
            clean.append(block.group()).append('\n');
            count++;
        }
        if (count == 0 || count > MOST_CERTIFICATES) {
            throw new InvalidValue(
                    "certificate",
                    "1 to "
                            + MOST_CERTIFICATES
                            + " blocks that begin with -----BEGIN CERTIFICATE-----");
        }
        try {
            var bytes = clean.toString().getBytes(StandardCharsets.US_ASCII);
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw because(new InvalidValue("certificate", "it cannot be read"), e);
        }
    }

    private static InvalidValue because(InvalidValue refused, Exception why) {
        refused.addSuppressed(why);
        return refused;
    }

    /// PKCS #8, or what OpenSSL wrote before that.
    public static PrivateKey key(String pem) {
        if (pem.length() > MOST_CHARACTERS) {
            throw new InvalidValue("key", "at most 64 KiB");
        }
        try (var parser = new PEMParser(new StringReader(pem))) {
            for (Object read = parser.readObject(); read != null; read = parser.readObject()) {
                switch (read) {
                    case PEMKeyPair pair -> {
                        return converted(pair.getPrivateKeyInfo());
                    }
                    case PrivateKeyInfo alone -> {
                        return converted(alone);
                    }
                    case PEMEncryptedKeyPair _ -> throw encrypted();
                    case PKCS8EncryptedPrivateKeyInfo _ -> throw encrypted();
                    // such as the parameters of a curve, which OpenSSL writes before its key
                    default -> {}
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw because(new InvalidValue("key", "it cannot be read"), e);
        }
        throw new InvalidValue("key", "one block that begins with -----BEGIN PRIVATE KEY-----");
    }

    private static InvalidValue encrypted() {
        return new InvalidValue(
                "key",
                "it is encrypted; write it in plain with `openssl pkey -in key.pem -out"
                        + " plain.pem`, and delete that file afterwards");
    }

    /// By the JDK's own providers: a key of another one has other names for its algorithm.
    private static PrivateKey converted(PrivateKeyInfo key) throws IOException {
        String algorithm =
                switch (key.getPrivateKeyAlgorithm().getAlgorithm().getId()) {
                    case "1.2.840.113549.1.1.1" -> "RSA";
                    case "1.2.840.10045.2.1" -> "EC";
                    default -> throw new InvalidValue("key", "browsers know RSA and EC keys alone");
                };
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw because(new InvalidValue("key", "it cannot be read"), e);
        }
    }

    /// A chain as a file.
    public static String text(List<X509Certificate> chain) {
        var text = new StringBuilder();
        for (X509Certificate one : chain) {
            text.append(block("CERTIFICATE", encoded(one)));
        }
        return text.toString();
    }

    /// A key as a file.
    public static String text(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    private static String block(String label, byte[] bytes) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(label, LINES.encodeToString(bytes), label)
                .replace("\r", "");
    }

    /// By which people tell certificates apart: SHA-256 in hexadecimal.
    public static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(encoded(certificate));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has its bytes", e);
        }
    }
}

package dev.fairlead.testkit.providers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A key pair with a certificate that nobody vouches for, made by the JDK's `keytool`.
public record SigningKey(PrivateKey privateKey, X509Certificate certificate) {
    private static final String ALIAS = "key";
    private static final String PASSWORD = "of-a-test";

    public static SigningKey rsa() throws IOException, GeneralSecurityException {
        return make(List.of("-keyalg", "RSA", "-keysize", "2048"));
    }

    /// Too short to be trusted.
    public static SigningKey shortRsa() throws IOException, GeneralSecurityException {
        return make(List.of("-keyalg", "RSA", "-keysize", "1024"));
    }

    /// With a certificate for the server of that name.
    public static SigningKey server(String name) throws IOException, GeneralSecurityException {
        return make(List.of("-keyalg", "RSA", "-keysize", "2048", "-ext", "san=dns:" + name));
    }

    public static SigningKey ec() throws IOException, GeneralSecurityException {
        return make(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    }

    private static SigningKey make(List<String> kind) throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("key");
        Path store = folder.resolve("store.p12");
        var command = new ArrayList<>(List.of(keytool(), "-genkeypair"));
        command.addAll(kind);
        command.addAll(List.of("-alias", ALIAS, "-dname", "CN=test", "-validity", "30"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", store.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Files.delete(store);
        Files.delete(folder);
        return new SigningKey(
                (PrivateKey) keys.getKey(ALIAS, PASSWORD.toCharArray()),
                (X509Certificate) keys.getCertificate(ALIAS));
    }

    private static String keytool() {
        return Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    }

    public String privatePem() {
        return pem("PRIVATE KEY", privateKey.getEncoded());
    }

    public String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what);
    }
}

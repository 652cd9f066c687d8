package dev.fairlead.certificates.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class OwnCertificateTest {
    @TempDir private Path folder;

    private String text(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private void openssl(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("/usr/bin/openssl"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /// A certificate `{name}.pem` and its key `{name}.key`.
    private void self(String name, String key, String... more)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("req", "-x509", "-nodes", "-newkey", key));
        if (key.equals("ec")) {
            arguments.addAll(List.of("-pkeyopt", "ec_paramgen_curve:prime256v1"));
        }
        arguments.addAll(
                List.of("-subj", "/CN=" + name, "-keyout", name + ".key", "-out", name + ".pem"));
        arguments.addAll(List.of(more));
        openssl(arguments.toArray(String[]::new));
    }

    private OwnCertificate parse(String chain, String key) throws IOException {
        return OwnCertificate.parse(text(chain), text(key), Instant.now());
    }

    private static final String[] NAMED = {
        "-addext", "subjectAltName=DNS:A.example.org,DNS:*.example.org,IP:192.0.2.1"
    };

    @Test
    void keys_of_every_form_are_read() throws Exception {
        // Given
        self("one", "ec", NAMED);
        self("two", "rsa:2048", NAMED);
        openssl("ec", "-in", "one.key", "-out", "sec1.key");
        openssl("rsa", "-in", "two.key", "-traditional", "-out", "pkcs1.key");
        // When / Then
        for (String key : List.of("one.key", "sec1.key")) {
            assertThat(parse("one.pem", key).key().getAlgorithm()).isEqualTo("EC");
        }
        for (String key : List.of("two.key", "pkcs1.key")) {
            assertThat(parse("two.pem", key).key().getAlgorithm()).isEqualTo("RSA");
        }
        assertThat(OwnCertificate.names(parse("one.pem", "one.key").chain().getFirst()))
                .containsExactly("a.example.org", "*.example.org");
        String again = PemFiles.text(parse("one.pem", "one.key").key());
        assertThat(PemFiles.key(again)).isEqualTo(parse("one.pem", "one.key").key());
    }

    @Test
    void what_browsers_would_refuse_is_refused_with_the_reason() throws Exception {
        // Given
        self("good", "ec", NAMED);
        self("other", "ec", NAMED);
        self("weak", "rsa:1024", NAMED);
        self("sha", "rsa:2048", "-sha1", NAMED[0], NAMED[1]);
        self("nameless", "ec");
        self("client", "ec", NAMED[0], NAMED[1], "-addext", "extendedKeyUsage=clientAuth");
        self("ed", "ed25519", NAMED);
        openssl("pkey", "-in", "good.key", "-aes256", "-passout", "pass:x", "-out", "locked.key");
        openssl("ec", "-in", "good.key", "-aes256", "-passout", "pass:x", "-out", "old.key");
        Files.writeString(folder.resolve("order.pem"), text("good.pem") + text("other.pem"));
        Files.writeString(folder.resolve("both.pem"), text("good.pem") + text("good.key"));
        // When / Then
        refused("good.pem", "other.key", "not the key of this certificate");
        refused("good.pem", "sha.key", "not the key of this certificate");
        refused("weak.pem", "weak.key", "2048 bits");
        refused("sha.pem", "sha.key", "use SHA-256");
        refused("nameless.pem", "nameless.key", "names no domain");
        refused("client.pem", "client.key", "not for servers");
        refused("ed.pem", "ed.key", "RSA and EC");
        refused("good.pem", "locked.key", "openssl pkey");
        refused("good.pem", "old.key", "openssl pkey");
        refused("order.pem", "good.key", "not signed by the one after it");
        refused("both.pem", "good.key", "does not belong into this file");
        refused("good.key", "good.key", "does not belong into this file");
        refused("good.pem", "good.pem", "PRIVATE KEY");
    }

    private void refused(String chain, String key, String why) {
        assertThatThrownBy(() -> parse(chain, key))
                .as(chain + " " + key)
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining(why);
    }

    @Test
    void only_certificates_of_now_are_taken() throws Exception {
        // Given
        self("good", "ec", NAMED);
        Instant now = Instant.now();
        // When / Then
        for (Duration off : List.of(Duration.ofDays(400), Duration.ofDays(-1))) {
            assertThatThrownBy(() ->
                            OwnCertificate.parse(text("good.pem"), text("good.key"), now.plus(off)))
                    .isInstanceOf(InvalidValue.class);
        }
    }

    @Test
    void what_is_no_certificate_is_refused() {
        // Given
        for (String text :
                List.of(
                        "",
                        "hello",
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                        "-----BEGIN CERTIFICATE-----".repeat(5000))) {
            // When / Then
            assertThatThrownBy(() -> PemFiles.certificates(text)).isInstanceOf(InvalidValue.class);
            assertThatThrownBy(() -> PemFiles.key(text)).isInstanceOf(InvalidValue.class);
        }
    }
}

package dev.fairlead.dataplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.dataplane.addresses.HostSettings.Engine;
import dev.fairlead.dataplane.hosts.HostKeys;
import dev.fairlead.dataplane.hosts.HostTable;
import dev.fairlead.dataplane.hosts.Hosts;
import dev.fairlead.dataplane.hosts.ServedCertificate;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

class TlsTest {
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    static ServedCertificate certificate(String algorithm, String... names) throws Exception {
        Path folder = Files.createTempDirectory("tls");
        String alternative = "subjectAltName=DNS:" + String.join(",DNS:", names);
        var command =
                new ProcessBuilder(
                        "/usr/bin/openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        algorithm.equals("EC") ? "ec" : "rsa:2048",
                        "-pkeyopt",
                        algorithm.equals("EC")
                                ? "ec_paramgen_curve:prime256v1"
                                : "rsa_keygen_pubexp:65537",
                        "-nodes",
                        "-subj",
                        "/CN=test",
                        "-addext",
                        alternative,
                        "-keyout",
                        folder.resolve("key.pem").toString(),
                        "-out",
                        folder.resolve("cert.pem").toString());
        Process made =
                command.redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        assertThat(made.waitFor()).as(Files.readString(folder.resolve("log"))).isZero();
        var read =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(
                                                Files.readAllBytes(folder.resolve("cert.pem"))));
        String pem =
                Files.readString(folder.resolve("key.pem"))
                        .replaceAll("-----[A-Z ]+-----", "")
                        .replaceAll("\\s", "");
        var key =
                KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        return new ServedCertificate(
                read.getSerialNumber().toString(16), List.of(names), List.of(read), key);
    }

    private static HostTable table(ServedCertificate... certificates) {
        return new HostTable(List.of(), List.of(certificates), Map.of(), Map.of(), Map.of());
    }

    private static int listen(Hosts hosts, Engine engine) {
        return VERTX.createHttpServer(Tls.on(new HttpServerOptions(), new HostKeys(hosts), engine))
                .requestHandler(request -> request.response().end("ok"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    /// A connection whose handshake is done.
    private static SSLSocket connect(int port, String name, String version, X509Certificate trusted)
            throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("trusted", trusted);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        var parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        if (!name.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[4096];
        int length = socket.getInputStream().read(answer);
        return new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
    }

    private static X509Certificate shown(SSLSocket socket) throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void each_name_is_served_with_its_certificate(Engine engine) throws Exception {
        // Given
        ServedCertificate exact = certificate("EC", "a.example.test");
        ServedCertificate wild = certificate("RSA", "*.example.test");
        var hosts = new Hosts();
        hosts.publish(table(wild, exact));
        int port = listen(hosts, engine);
        X509Certificate one = exact.chain().getFirst();
        X509Certificate other = wild.chain().getFirst();
        // When / Then
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (SSLSocket socket = connect(port, "A.example.test", version, one)) {
                assertThat(shown(socket)).isEqualTo(one);
                assertThat(ask(socket)).startsWith("HTTP/1.1 200");
            }
            try (SSLSocket socket = connect(port, "b.example.test", version, other)) {
                assertThat(shown(socket)).isEqualTo(other);
            }
            for (String unknown : List.of("", "example.test", "x.y.example.test", "other.test")) {
                assertThatThrownBy(() -> connect(port, unknown, version, one))
                        .as(unknown)
                        .isInstanceOf(SSLException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void a_certificate_is_replaced_and_no_connection_notices(Engine engine) throws Exception {
        // Given
        ServedCertificate before = certificate("EC", "a.example.test");
        ServedCertificate after = certificate("EC", "a.example.test");
        var hosts = new Hosts();
        hosts.publish(table(before));
        int port = listen(hosts, engine);
        X509Certificate old = before.chain().getFirst();
        try (SSLSocket open = connect(port, "a.example.test", "TLSv1.3", old)) {
            assertThat(ask(open)).contains("200");
            // When
            hosts.publish(table(after));
            // Then
            assertThat(ask(open)).contains("200");
            X509Certificate next = after.chain().getFirst();
            try (SSLSocket fresh = connect(port, "a.example.test", "TLSv1.3", next)) {
                assertThat(shown(fresh)).isEqualTo(next);
            }
        }
    }
}

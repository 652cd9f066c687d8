package dev.fairlead.dataplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.dataplane.addresses.HostSettings.Engine;
import dev.fairlead.dataplane.hosts.HostKeys;
import dev.fairlead.dataplane.hosts.HostTable;
import dev.fairlead.dataplane.hosts.Hosts;
import dev.fairlead.dataplane.hosts.ServedCertificate;
import dev.fairlead.dataplane.hosts.ShownChallenges;
import dev.fairlead.dataplane.wire.GuardedTransport;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Who is shown the certificate of a challenge, and that nobody is served with it.
class HandshakeChallengeTest {
    private static final String HOST = "a.example.test";
    private static final String PROTOCOL = "acme-tls/1";
    private static final Hosts HOSTS = new Hosts();
    private static final HttpServerOptions OPTIONS = new HttpServerOptions();
    private static final Vertx VERTX =
            Vertx.builder()
                    .withTransport(GuardedTransport.of(OPTIONS, new ShownChallenges(HOSTS)))
                    .build();
    private static final ServedCertificate OWN = made(HOST);
    private static final ServedCertificate OTHER = made("b.example.test");
    private static final ServedCertificate SHOWN = made(HOST);

    private static ServedCertificate made(String name) {
        try {
            return TlsTest.certificate("EC", name);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static int listen(Engine engine) {
        HOSTS.publish(
                new HostTable(
                        List.of(), List.of(OWN, OTHER), Map.of(), Map.of(HOST, SHOWN), Map.of()));
        return VERTX.createHttpServer(Tls.on(new HttpServerOptions(), new HostKeys(HOSTS), engine))
                .requestHandler(request -> request.response().end("served"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    /// Believes whatever it is shown.
    private static final class Anything implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private record Seen(X509Certificate certificate, String protocol, String answer) {}

    private static Seen look(int port, String host, String... protocols) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anything()}, new SecureRandom());
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            var parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            parameters.setApplicationProtocols(protocols);
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(20_000);
            socket.startHandshake();
            var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return new Seen(certificate, socket.getApplicationProtocol(), answer(socket));
        }
    }

    private static String answer(SSLSocket socket) {
        try {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[4096];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void an_authority_sees_its_challenge_and_is_served_nothing(Engine engine) throws Exception {
        // Given
        int port = listen(engine);
        // When
        Seen seen = look(port, HOST, PROTOCOL);
        // Then
        assertThat(seen.certificate()).isEqualTo(SHOWN.chain().getFirst());
        assertThat(seen.protocol()).isEqualTo(PROTOCOL);
        assertThat(seen.answer()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void everybody_else_is_served_as_ever(Engine engine) throws Exception {
        // Given
        int port = listen(engine);
        // When
        Seen plain = look(port, HOST, "http/1.1");
        Seen both = look(port, HOST, PROTOCOL, "http/1.1");
        Seen none = look(port, HOST);
        // Then
        for (Seen seen : List.of(plain, both, none)) {
            assertThat(seen.certificate()).isEqualTo(OWN.chain().getFirst());
            assertThat(seen.protocol()).isNotEqualTo(PROTOCOL);
            assertThat(seen.answer()).endsWith("served");
        }
    }

    @Test
    void a_host_without_a_challenge_is_shown_none() {
        // Given
        int port = listen(Engine.JDK);
        // When / Then
        assertThatThrownBy(() -> look(port, "b.example.test", PROTOCOL))
                .isInstanceOf(SSLException.class);
        HOSTS.publish(new HostTable(List.of(), List.of(OWN), Map.of(), Map.of(), Map.of()));
        assertThatThrownBy(() -> look(port, HOST, PROTOCOL)).isInstanceOf(SSLException.class);
    }

    @Test
    void a_handshake_in_single_bytes_is_read_like_a_whole_one() throws Exception {
        // Given
        int port = listen(Engine.JDK);
        try (var between = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> dribble(between, port));
            // When
            Seen shown = look(between.getLocalPort(), HOST, PROTOCOL);
            Seen served = look(between.getLocalPort(), HOST, "http/1.1");
            // Then
            assertThat(shown.certificate()).isEqualTo(SHOWN.chain().getFirst());
            assertThat(served.answer()).endsWith("served");
        }
    }

    private static void dribble(ServerSocket between, int port) {
        while (!between.isClosed()) {
            try {
                Socket client = between.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), port);
                server.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> copy(client, server));
                Thread.ofVirtual().start(() -> copy(server, client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int one = in.read(); one >= 0; one = in.read()) {
                out.write(one);
            }
        } catch (IOException e) {
            // whoever was at the other end went away
        }
    }
}

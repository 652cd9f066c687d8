package dev.fairlead.identity.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.fairlead.identity.outbound.OutboundFailed.Why;
import dev.fairlead.testkit.providers.SigningKey;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

class OutboundTlsTest {
    private static final OutboundRules PRIVATE = new OutboundRules(true, false);

    private static HttpsServer server;
    private static SSLSocketFactory trusting;

    @BeforeAll
    static void start() throws Exception {
        SigningKey key = SigningKey.server("localhost");
        char[] password = "x".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", key.privateKey(), password, new Certificate[] {key.certificate()});
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("server", key.certificate());
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        trusting = context.getSocketFactory();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext(
                "/",
                exchange -> {
                    byte[] host =
                            exchange.getRequestHeaders()
                                    .getFirst("host")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, host.length);
                    exchange.getResponseBody().write(host);
                    exchange.close();
                });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static Answer ask(String host, SSLSocketFactory tls) throws OutboundFailed {
        URI address = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
        return new Outbound(PRIVATE, tls, Outbound.Bounds.STANDARD)
                .send(Ask.get(address, Map.of()));
    }

    @Test
    void a_server_with_a_certificate_of_its_name_is_asked() throws OutboundFailed {
        assertThat(ask("localhost", trusting).body()).startsWith("localhost:");
    }

    @Test
    void a_server_with_a_certificate_of_another_name_is_not() {
        // Given / When
        OutboundFailed failed =
                catchThrowableOfType(OutboundFailed.class, () -> ask("127.0.0.1", trusting));
        // Then
        assertThat(failed.why()).isEqualTo(Why.UNREACHABLE);
        assertThat(failed).hasMessageContaining("127.0.0.1");
    }

    @Test
    void a_server_that_nobody_vouches_for_is_not() {
        // Given
        var everybodys = (SSLSocketFactory) SSLSocketFactory.getDefault();
        // When
        OutboundFailed failed =
                catchThrowableOfType(OutboundFailed.class, () -> ask("localhost", everybodys));
        // Then
        assertThat(failed.why()).isEqualTo(Why.UNREACHABLE);
        assertThat(failed).hasMessageContaining("certification path");
    }
}

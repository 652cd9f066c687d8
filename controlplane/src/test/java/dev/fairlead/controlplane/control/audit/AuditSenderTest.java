package dev.fairlead.controlplane.control.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.audit.AuditStore;
import dev.fairlead.controlplane.store.audit.AuditStream;
import dev.fairlead.controlplane.store.audit.AuditStream.Kind;
import dev.fairlead.controlplane.store.audit.AuditStreamStore;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.outbound.OutboundRules;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.testkit.providers.SigningKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Events reach their receivers in order, whatever happens on the way.
@Tag("slow")
class AuditSenderTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final SSLContext TLS = tls();
    private static final OutboundRules HERE = new OutboundRules(true, true);

    private final Database database = TestPostgres.migrated();
    private final OrganizationId organization = TestPostgres.organization(database, "audited");
    private final Optional<OrganizationId> whose = Optional.of(organization);
    private final ProjectStore projects = new ProjectStore(database, CLOCK);
    private final AuditStore events = new AuditStore(database);
    private final AuditStreamStore store = new AuditStreamStore(database, CLOCK);
    private final Envelope envelope = new Envelope(new byte[32]);
    private final AuditStreams streams = streams(HERE);
    private final AuditSender sender = sender(HERE);
    private final List<Batch> got = new CopyOnWriteArrayList<>();
    private volatile int answer = 200;
    private final HttpServer receiver = receiver();
    private int made;

    private record Batch(String id, String at, String signature, String body) {
        List<Long> sequences() {
            return body.lines().map(Long::parseLong).toList();
        }
    }

    private AuditDelivery delivery(OutboundRules rules) {
        var bounds = new Outbound.Bounds(Duration.ofSeconds(5), 1 << 20);
        return new AuditDelivery(new Outbound(rules, TLS.getSocketFactory(), bounds), CLOCK);
    }

    /// Of a receiver on this machine, and of who trusts it.
    private static SSLContext tls() {
        try {
            SigningKey key = SigningKey.server("localhost");
            char[] password = "x".toCharArray();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "key", key.privateKey(), password, new Certificate[] {key.certificate()});
            var keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, password);
            KeyStore known = KeyStore.getInstance("PKCS12");
            known.load(null, null);
            known.setCertificateEntry("server", key.certificate());
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private AuditStreams streams(OutboundRules rules) {
        return new AuditStreams(store, delivery(rules), envelope, CLOCK);
    }

    private AuditSender sender(OutboundRules rules) {
        return new AuditSender(
                store,
                events,
                streams(rules),
                delivery(rules),
                event -> event.sequence() + "\n",
                new AuditSender.Patience(Duration.ZERO, Duration.ZERO, 3),
                CLOCK);
    }

    private HttpServer receiver() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            HttpServer server = HttpServer.create(address, 0);
            server.createContext(
                    "/",
                    exchange -> {
                        var headers = exchange.getRequestHeaders();
                        byte[] body = exchange.getRequestBody().readAllBytes();
                        if (answer == 200) {
                            got.add(
                                    new Batch(
                                            headers.getFirst("webhook-id"),
                                            headers.getFirst("webhook-timestamp"),
                                            headers.getFirst("webhook-signature"),
                                            new String(body, StandardCharsets.UTF_8)));
                        }
                        exchange.sendResponseHeaders(answer, -1);
                        exchange.close();
                    });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        receiver.stop(0);
        database.close();
    }

    private String address() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/in?a=b";
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            projects.create(organization, new ProjectName("p" + made++));
        }
    }

    private AuditStreams.Made webhook() {
        return streams.create(whose, "siem", Kind.WEBHOOK, address(), true);
    }

    private List<Long> received() {
        var all = new ArrayList<Long>();
        got.forEach(batch -> all.addAll(batch.sequences()));
        return all;
    }

    private List<Long> upToHead() {
        long head = events.list(whose, none(), OptionalLong.empty(), 1).getFirst().sequence();
        return LongStream.rangeClosed(1, head).boxed().toList();
    }

    private static AuditStore.Filter none() {
        return new AuditStore.Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }

    @Test
    void every_event_arrives_once_in_order_and_signed() throws GeneralSecurityException {
        // Given
        AuditStreams.Made stream = webhook();
        fill(250);
        // When
        sender.run();
        sender.run();
        // Then
        assertThat(received()).isEqualTo(upToHead()).hasSizeGreaterThan(250);
        for (Batch batch : got) {
            byte[] key = Base64.getDecoder().decode(stream.secret().orElseThrow().substring(6));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String signed = batch.id() + "." + batch.at() + "." + batch.body();
            assertThat(batch.signature())
                    .isEqualTo(
                            "v1,"
                                    + Base64.getEncoder()
                                            .encodeToString(
                                                    mac.doFinal(
                                                            signed.getBytes(
                                                                    StandardCharsets.UTF_8))));
        }
        assertThat(got.stream().map(Batch::id)).doesNotHaveDuplicates();
    }

    @Test
    void what_came_while_the_receiver_was_down_arrives_when_it_is_up() {
        // Given
        AuditStream stream = webhook().stream();
        fill(5);
        answer = 503;
        sender.run();
        AuditStream failing = streams.get(whose, stream.id());
        fill(5);
        // When
        answer = 200;
        sender.run();
        // Then
        assertThat(failing.failures()).isEqualTo(1);
        assertThat(failing.lastError()).contains("the receiver answered 503");
        assertThat(received()).isEqualTo(upToHead());
        AuditStream after = streams.get(whose, stream.id());
        assertThat(after.failures()).isZero();
        assertThat(after.lastError()).isEmpty();
        assertThat(after.cursor()).isEqualTo(after.head());
    }

    @Test
    void one_that_fails_again_and_again_is_paused_and_goes_on_where_it_stopped() {
        // Given
        AuditStream stream = webhook().stream();
        fill(3);
        receiver.stop(0);
        for (int i = 0; i < 5; i++) {
            sender.run();
        }
        AuditStream paused = streams.get(whose, stream.id());
        assertThat(paused.pausedAt()).isPresent();
        assertThat(paused.failures()).isEqualTo(3);
        assertThat(paused.lastError()).contains("the receiver does not answer");
        HttpServer again = receiver();
        String other = "http://127.0.0.1:" + again.getAddress().getPort() + "/";
        // When
        streams.change(
                whose, stream.id(), Optional.empty(), Optional.of(other), Optional.of(false));
        sender.run();
        again.stop(0);
        // Then
        assertThat(received()).isEqualTo(upToHead());
    }

    @Test
    void two_senders_at_once_leave_nothing_out_and_change_no_order() throws InterruptedException {
        // Given
        webhook();
        fill(120);
        // When
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) {
                both.execute(sender::run);
            }
        }
        // Then
        assertThat(received().stream().distinct().sorted().toList()).isEqualTo(upToHead());
        assertThat(store.list(whose).getFirst().cursor()).isEqualTo(upToHead().getLast());
    }

    @Test
    void a_stream_from_now_on_leaves_out_what_was_before() {
        // Given
        fill(4);
        streams.create(whose, "new", Kind.WEBHOOK, address(), false);
        fill(1);
        // When
        sender.run();
        // Then
        assertThat(received()).doesNotContain(1L, 2L, 3L, 4L, 5L).contains(upToHead().getLast());
    }

    @Test
    void addresses_of_the_operators_network_are_not_asked_unless_named() {
        // Given
        var stream = webhook().stream();
        fill(1);
        // When
        sender(OutboundRules.STRICT).run();
        // Then
        assertThat(got).isEmpty();
        assertThat(streams.get(whose, stream.id()).lastError())
                .contains("this address is not allowed");
        assertThat(streams(OutboundRules.STRICT).test(whose, stream.id()))
                .contains("this address is not allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://siem.example.org/",
                "ftp://siem.example.org/",
                "https://user:secret@siem.example.org/",
                "file:///etc/passwd",
                "https://",
                "no address"
            })
    void an_address_of_another_form_is_refused(String address) {
        assertThatThrownBy(() -> streams.create(whose, "x", Kind.WEBHOOK, address, true))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void another_organization_neither_sees_nor_changes_it() {
        // Given
        var stream = webhook().stream();
        var other = Optional.of(TestPostgres.organization(database, "other"));
        // When / Then
        assertThat(store.list(other)).isEmpty();
        assertThat(store.list(Optional.empty())).isEmpty();
        assertThat(store.find(other, stream.id())).isEmpty();
        assertThat(store.delete(other, stream.id())).isFalse();
        assertThatThrownBy(() -> streams.delete(other, stream.id())).isInstanceOf(Rejected.class);
        assertThat(store.list(whose)).hasSize(1);
    }

    @Test
    void the_secret_is_neither_in_the_log_nor_in_the_table() {
        // Given
        String secret = webhook().secret().orElseThrow();
        // When
        String log =
                events.after(whose, 0, 100).stream()
                        .map(event -> event.after().orElse(""))
                        .reduce("", String::concat);
        // Then
        assertThat(log).contains("siem").doesNotContain(secret);
        assertThat(store.list(whose).getFirst().sealed().orElseThrow())
                .doesNotContain(secret.substring(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"syslog+tcp://127.0.0.1:", "syslog+tls://localhost:"})
    void syslog_gets_frames_of_rfc_5424(String where) throws Exception {
        // Given
        ServerSocketFactory sockets =
                where.startsWith("syslog+tls")
                        ? TLS.getServerSocketFactory()
                        : ServerSocketFactory.getDefault();
        try (var server = sockets.createServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String address = where + server.getLocalPort();
            AuditStream stream = streams.create(whose, "logs", Kind.SYSLOG, address, true).stream();
            fill(3);
            var read =
                    threads.submit(() -> {
                        try (var connection = server.accept()) {
                            return new String(
                                    connection.getInputStream().readAllBytes(),
                                    StandardCharsets.UTF_8);
                        }
                    });
            // When
            sender.run();
            // Then
            AuditStream after = streams.get(whose, stream.id());
            assertThat(after.lastError()).isEmpty();
            List<String> messages = unframed(read.get());
            assertThat(messages).hasSize(upToHead().size());
            for (int i = 0; i < messages.size(); i++) {
                assertThat(messages.get(i))
                        .matches(
                                "<110>1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z"
                                        + " - fairlead - audit - "
                                        + (i + 1));
            }
            assertThat(after.cursor()).isEqualTo(upToHead().getLast());
        }
    }

    private static List<String> unframed(String text) {
        var messages = new ArrayList<String>();
        int at = 0;
        while (at < text.length()) {
            int space = text.indexOf(' ', at);
            int length = Integer.parseInt(text.substring(at, space));
            messages.add(text.substring(space + 1, space + 1 + length));
            at = space + 1 + length;
        }
        return messages;
    }
}

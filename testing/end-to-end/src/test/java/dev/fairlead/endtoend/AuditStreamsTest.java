package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.fairlead.cli.Main;
import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/// Two instances on one PostgreSQL that send the log to a receiver of the operator's network.
@Tag("slow")
class AuditStreamsTest {
    private static final SharedPostgres POSTGRES =
            new SharedPostgres(
                    Map.of("FAIRLEAD_AUDIT_RECEIVERS", "127.0.0.1", "FAIRLEAD_AUDIT_DAYS", "400"));
    private static final Installation HERE = POSTGRES.first();
    private static final Installation THERE = POSTGRES.beside(HERE);
    private static final People PEOPLE = new People(HERE);
    private static final Person OWNER = PEOPLE.owner();
    private static final List<String> GOT = new CopyOnWriteArrayList<>();
    private static volatile boolean up = true;
    private static final HttpServer RECEIVER = receiver();

    private static HttpServer receiver() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            HttpServer server = HttpServer.create(address, 0);
            server.createContext(
                    "/",
                    exchange -> {
                        byte[] body = exchange.getRequestBody().readAllBytes();
                        if (up) {
                            GOT.addAll(new String(body, StandardCharsets.UTF_8).lines().toList());
                        }
                        exchange.sendResponseHeaders(up ? 204 : 500, -1);
                        exchange.close();
                    });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void close() {
        THERE.close();
        HERE.close();
        RECEIVER.stop(0);
        POSTGRES.close();
    }

    private static String address() {
        return "http://127.0.0.1:" + RECEIVER.getAddress().getPort() + "/in";
    }

    private static String command(String... arguments) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Main.commandLine(
                        stream,
                        stream,
                        Map.of("FAIRLEAD_URL", HERE.url(), "FAIRLEAD_TOKEN", OWNER.token()))
                .execute(arguments);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode stream(String id) {
        return PEOPLE.get(OWNER, "/audit-streams/" + id).json();
    }

    private static void projects(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            Reply made = PEOPLE.ask(OWNER, "POST", "/projects", Map.of("name", prefix + i));
            assertThat(made.status()).as(made.body()).isEqualTo(201);
        }
    }

    @Test
    void everything_arrives_once_and_in_order_also_what_came_while_the_receiver_was_down() {
        // Given
        String made =
                command(
                        "audit",
                        "streams",
                        "create",
                        "siem",
                        "--webhook",
                        address(),
                        "--from-beginning");
        String id = made.substring(0, made.indexOf(' '));
        assertThat(made).contains("whsec_");
        projects("before", 5);
        Installation.await(() -> stream(id).path("waiting").asInt() == 0, "the first events");
        up = false;
        projects("meanwhile", 5);
        Installation.await(() -> stream(id).path("state").asString().equals("failing"), "trouble");
        assertThat(stream(id).path("lastError").asString()).contains("500");
        // When
        up = true;
        Installation.await(
                () ->
                        stream(id).path("state").asString().equals("active")
                                && stream(id).path("waiting").asInt() == 0,
                "the rest");
        // Then
        List<Long> sequences =
                GOT.stream()
                        .map(line -> Installation.JSON.readTree(line).path("sequence").asLong())
                        .filter(number -> number > 0)
                        .toList();
        assertThat(sequences)
                .isEqualTo(LongStream.rangeClosed(1, sequences.size()).boxed().toList());
        assertThat(GOT).anyMatch(line -> line.contains("\"name\":\"meanwhile4\""));
        assertThat(command("audit", "streams")).contains("siem", "active");
        assertThat(command("audit", "streams", "test", id)).contains("it arrived");
        assertThat(command("audit", "streams", "update", id, "--pause")).contains("paused");
        assertThat(command("audit", "streams", "delete", id)).contains("is gone");
        assertThat(PEOPLE.get(OWNER, "/audit-streams/" + id).code())
                .isEqualTo("audit-stream-not-found");
    }

    @Test
    void who_may_not_neither_sees_nor_makes_streams() {
        // Given
        Person developer = PEOPLE.join(PEOPLE.first(), "developer");
        // When / Then
        assertThat(PEOPLE.get(developer, "/audit-streams").status()).isEqualTo(403);
        assertThat(
                        PEOPLE.ask(
                                        developer,
                                        "POST",
                                        "/audit-streams",
                                        Map.of(
                                                "name", "x", "kind", "webhook", "address",
                                                address()))
                                .status())
                .isEqualTo(403);
        assertThat(PEOPLE.get(developer, "/installation/audit-streams").status()).isEqualTo(403);
    }

    @Test
    void the_installation_has_streams_of_its_own() {
        // Given
        String made =
                command(
                        "audit",
                        "streams",
                        "create",
                        "all",
                        "--installation",
                        "--syslog",
                        "syslog+tls://logs.example.org");
        // When
        JsonNode items = PEOPLE.get(OWNER, "/installation/audit-streams").json().path("items");
        // Then
        assertThat(made).contains("is made.").doesNotContain("whsec_");
        assertThat(items.path(0).path("name").asString()).isEqualTo("all");
        assertThat(PEOPLE.get(OWNER, "/audit-streams").body()).doesNotContain("logs.example.org");
        command(
                "audit",
                "streams",
                "delete",
                "--installation",
                items.path(0).path("id").asString());
    }

    @Test
    void an_organization_says_how_long_its_log_is_kept() {
        // When
        String kept = command("audit", "retention", "--days", "90");
        Reply tooLong = PEOPLE.ask(OWNER, "PUT", "/audit-retention", Map.of("days", 401));
        Reply tooShort = PEOPLE.ask(OWNER, "PUT", "/audit-retention", Map.of("days", 1));
        // Then
        assertThat(kept).contains("kept for 90 days");
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooShort.status()).isEqualTo(400);
        assertThat(command("audit", "retention", "--days", "0")).contains("kept for 400 days");
        assertThat(command("audit", "--verify")).contains("none changed");
    }

    @Test
    void the_log_is_followed_as_it_grows() throws InterruptedException {
        // Given
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Thread following =
                Thread.ofVirtual()
                        .start(() ->
                                Main.commandLine(
                                                stream,
                                                stream,
                                                Map.of(
                                                        "FAIRLEAD_URL", HERE.url(),
                                                        "FAIRLEAD_TOKEN", OWNER.token()))
                                        .execute("audit", "--follow", "-o", "json"));
        Installation.await(() -> out.size() > 0, "what is there");
        // When
        projects("followed", 3);
        // Then
        Installation.await(
                () -> out.toString(StandardCharsets.UTF_8).contains("followed2"), "the new");
        following.interrupt();
        following.join();
        List<Long> sequences =
                out.toString(StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> Installation.JSON.readTree(line).path("sequence").asLong())
                        .toList();
        assertThat(sequences).isSorted().doesNotHaveDuplicates();
    }
}

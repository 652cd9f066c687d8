package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Curl.Got;
import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Domains from claim to answer, with a real name server and a real authority.
class DomainsTest {
    private static final Pebble PEBBLE = new Pebble(Pebble.freePort(), Map.of());
    private static final Installation FAIRLEAD = Installation.fresh(PEBBLE.settings()).ready();
    private static final String SERVICE =
            FAIRLEAD.javascript(
                            "shop",
                            "hello",
                            "export function handle(r) { return { status: 200,"
                                    + " headers: { proto: r.headers['x-forwarded-proto'] },"
                                    + " body: r.method + ' ' + r.path }; }")
                    .path("id")
                    .asString();
    private static final People PEOPLE = new People(FAIRLEAD);
    private static final DomainTenant SHOP = DomainTenant.first(FAIRLEAD, "shop");

    @AfterAll
    static void close() {
        FAIRLEAD.close();
        PEBBLE.close();
    }

    private static Got http(String host, String path, String... more) {
        return Curl.get("http://" + host + path, FAIRLEAD.port(), more);
    }

    private static Got https(String host, String path, String... more) {
        var all = new ArrayList<>(List.of("--cacert", PEBBLE.root().toString()));
        all.addAll(List.of(more));
        return Curl.get("https://" + host + path, FAIRLEAD.httpsPort(), all.toArray(String[]::new));
    }

    @Test
    void a_proven_domain_answers_by_https_with_a_certificate_of_its_own() {
        // Given
        String host = "first.example.test";
        assertThat(http(host, "/").status()).isEqualTo(421);
        // When
        SHOP.proven(PEBBLE, Map.of("name", host, "service", SERVICE));
        JsonNode certificate = served(host);
        // Then
        assertThat(http(host, "/healthz").body()).isEqualTo("GET /healthz");
        Got one = https(host, "/a/b", "--http1.1");
        assertThat(one.body()).isEqualTo("GET /a/b");
        assertThat(one.header("proto")).contains("https");
        assertThat(https(host, "/two", "--http2").head()).startsWith("HTTP/2 200");
        assertThat(https(host, "/three", "--tls-max", "1.2").exit()).isZero();
        assertThat(https(host, "/old", "--tls-max", "1.1").exit()).isNotZero();
        assertThat(certificate.path("issuer").asString()).contains("Pebble");
        assertThat(certificate.toString()).doesNotContain("PRIVATE");
        assertThat(http(host.toUpperCase(Locale.ROOT) + ".", "/x").body()).isEqualTo("GET /x");
    }

    /// Its certificate, when it is not only there but shown.
    private static JsonNode served(String host) {
        JsonNode certificate = SHOP.issued(host);
        Installation.await(() -> https(host, "/").exit() == 0, "https at " + host);
        return certificate;
    }

    @Test
    void a_handshake_without_a_known_name_is_refused() {
        // When / Then
        assertThat(https("unknown.example.test", "/", "-k").exit()).isEqualTo(35);
        assertThat(https("127.0.0.1", "/", "-k").exit()).isEqualTo(35);
    }

    @Test
    void what_is_not_proven_says_what_to_set_and_what_was_seen() {
        // Given
        String host = "unproven.example.test";
        PEBBLE.text("_fairlead." + host, "something else");
        PEBBLE.alias(host, "elsewhere.example.test");
        PEBBLE.elsewhere("elsewhere.example.test");
        JsonNode claimed = SHOP.claim(Map.of("name", host, "service", SERVICE)).json();
        JsonNode proof = DomainTenant.proof(claimed, "txt");
        // When
        JsonNode looked = SHOP.verify(claimed.path("id").asString());
        // Then
        assertThat(claimed.path("state").asString()).isEqualTo("pending");
        assertThat(proof.path("where").asString()).isEqualTo("_fairlead." + host);
        assertThat(proof.path("value").asString()).startsWith("fairlead=");
        assertThat(looked.path("state").asString()).isEqualTo("pending");
        assertThat(looked.path("seen").asString())
                .contains("_fairlead." + host + " say 'something else'")
                .contains("is an alias of 'elsewhere.example.test'");
        assertThat(http(host, "/").status()).isEqualTo(421);
    }

    @Test
    void an_alias_of_the_claims_own_name_proves_it() {
        // Given
        PEBBLE.elsewhere("alias.example.test");
        JsonNode claimed = SHOP.claim(Map.of("name", "alias.example.test")).json();
        JsonNode proof = DomainTenant.proof(claimed, "cname");
        PEBBLE.alias("alias.example.test", proof.path("value").asString());
        // When
        JsonNode looked = SHOP.verify(claimed.path("id").asString());
        // Then
        assertThat(looked.path("provenBy").asString()).isEqualTo("cname");
        assertThat(http("alias.example.test", "/").status()).isEqualTo(404);
    }

    @Test
    void a_name_that_leads_here_proves_itself_once_and_for_its_first_owner_alone() {
        // Given
        String host = "leads-here.example.test";
        JsonNode first = SHOP.claim(Map.of("name", host)).json();
        JsonNode proven = SHOP.verify(first.path("id").asString());
        SHOP.ask("DELETE", "/domains/" + first.path("id").asString(), Map.of());
        DomainTenant stranger = stranger("taker", "takers");
        // When
        JsonNode second = stranger.claim(Map.of("name", host)).json();
        JsonNode looked = stranger.verify(second.path("id").asString());
        // Then
        assertThat(proven.path("provenBy").asString()).isEqualTo("http");
        assertThat(looked.path("state").asString()).isEqualTo("pending");
        assertThat(looked.path("proofs").toString()).doesNotContain("well-known");
        assertThat(http(host, "/").status()).isEqualTo(421);
    }

    private static DomainTenant stranger(String organization, String project) {
        Person person = PEOPLE.join(PEOPLE.organization(organization), "owner");
        return DomainTenant.of(FAIRLEAD, person, project);
    }

    @Test
    void of_two_who_prove_a_name_at_the_same_instant_one_gets_it() throws InterruptedException {
        // Given
        String host = "both.example.test";
        DomainTenant stranger = stranger("both", "boths");
        List<DomainTenant> both = List.of(SHOP, stranger);
        var ids = new ArrayList<String>();
        PEBBLE.elsewhere(host);
        for (DomainTenant one : both) {
            ids.add(one.claim(Map.of("name", host)).json().path("id").asString());
        }
        for (int i = 0; i < 2; i++) {
            JsonNode proof = DomainTenant.proof(both.get(i).domain(ids.get(i)), "txt");
            PEBBLE.text(proof.path("where").asString(), proof.path("value").asString());
        }
        var start = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 2; i++) {
            int at = i;
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    start.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                both.get(at).verify(ids.get(at));
                            }));
        }
        // When
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        // Then
        List<String> states =
                List.of(
                        SHOP.domain(ids.get(0)).path("state").asString(),
                        stranger.domain(ids.get(1)).path("state").asString());
        assertThat(states).containsExactlyInAnyOrder("active", "pending");
        DomainTenant loser = both.get(states.indexOf("pending"));
        assertThat(loser.verify(ids.get(states.indexOf("pending"))).path("seen").asString())
                .contains("another project has it");
    }

    @Test
    void names_are_read_as_the_network_reads_them_or_refused() {
        // When / Then
        JsonNode made = SHOP.claim(Map.of("name", "M\u00fcnchen.Example.TEST.")).json();
        assertThat(made.path("name").asString()).isEqualTo("xn--mnchen-3ya.example.test");
        assertThat(made.path("shown").asString()).isEqualTo("m\u00fcnchen.example.test");
        for (String wrong :
                List.of(
                        "localhost",
                        "shop.localhost",
                        "10.0.0.1",
                        "[::1]",
                        "a..b.test",
                        "-a.example.test",
                        "a_b.example.test",
                        "*.*.example.test",
                        "a.*.test",
                        "stra\u00dfe.example.test",
                        "x".repeat(64) + ".test",
                        "co.uk",
                        "token.in.fairlead.test")) {
            assertThat(SHOP.claim(Map.of("name", wrong)).status()).as(wrong).isIn(400, 422);
        }
        assertThat(SHOP.claim(Map.of("name", "xn--mnchen-3ya.example.test")).code())
                .isEqualTo("domain-claimed");
    }

    @Test
    void plain_requests_are_sent_to_https_and_browsers_told_to_stay() {
        // Given
        String host = "secure.example.test";
        SHOP.proven(
                PEBBLE,
                Map.of(
                        "name",
                        host,
                        "service",
                        SERVICE,
                        "redirectToHttps",
                        true,
                        "hsts",
                        Map.of("maxAgeSeconds", 3600, "includeSubdomains", true)));
        served(host);
        // When
        Got plain = http(host, "/a?b=c");
        Got secure = https(host, "/a");
        // Then
        assertThat(plain.status()).isEqualTo(308);
        assertThat(plain.header("location")).contains("https://" + host + "/a?b=c");
        assertThat(plain.header("strict-transport-security")).isEmpty();
        assertThat(secure.header("strict-transport-security"))
                .contains("max-age=3600; includeSubDomains");
    }

    @Test
    void an_own_certificate_is_served_where_it_is_whole_and_proven() throws IOException {
        // Given
        SHOP.proven(
                PEBBLE,
                Map.of(
                        "name",
                        "*.own.example.test",
                        "service",
                        SERVICE,
                        "automaticCertificate",
                        false));
        Path folder = Files.createTempDirectory("own");
        Path chain = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        self(chain, key, "*.own.example.test");
        Path other = folder.resolve("other.pem");
        self(folder.resolve("foreign.pem"), other, "foreign.example.test");
        Path encrypted = folder.resolve("encrypted.pem");
        Pebble.run(
                "/usr/bin/openssl",
                "ec",
                "-in",
                key.toString(),
                "-aes256",
                "-passout",
                "pass:x",
                "-out",
                encrypted.toString());
        // When
        Reply added = add(chain, key);
        // Then
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        assertThat(added.body()).doesNotContain("PRIVATE KEY");
        assertThat(
                        Curl.get(
                                        "https://any.own.example.test/x",
                                        FAIRLEAD.httpsPort(),
                                        "--cacert",
                                        chain.toString())
                                .body())
                .isEqualTo("GET /x");
        assertThat(add(chain, other).body()).contains("not the key of this certificate");
        assertThat(add(folder.resolve("foreign.pem"), other).body()).contains("not proven");
        assertThat(add(chain, encrypted).body()).contains("openssl pkey");
        assertThat(add(key, key).code()).isEqualTo("certificate-refused");
    }

    private static Reply add(Path chain, Path key) throws IOException {
        return SHOP.ask(
                "POST",
                "/projects/" + SHOP.project() + "/certificates",
                Map.of("chain", Files.readString(chain), "key", Files.readString(key)));
    }

    private static void self(Path chain, Path key, String name) throws IOException {
        Pebble.run(
                "/usr/bin/openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=own",
                "-addext",
                "subjectAltName=DNS:" + name,
                "-keyout",
                key.toString(),
                "-out",
                chain.toString());
    }

    @Test
    void another_tenant_sees_nothing_of_a_domain() {
        // Given
        JsonNode claimed = SHOP.claim(Map.of("name", "secret.example.test")).json();
        DomainTenant stranger = stranger("curious", "curious");
        String path = "/domains/" + claimed.path("id").asString();
        // When / Then
        for (Reply reply :
                List.of(
                        stranger.ask("GET", path, Map.of()),
                        stranger.ask("POST", path + ":verify", Map.of()),
                        stranger.ask("PATCH", path, Map.of("redirectToHttps", true)),
                        stranger.ask("DELETE", path, Map.of()))) {
            assertThat(reply.code()).isEqualTo("domain-not-found");
        }
    }
}

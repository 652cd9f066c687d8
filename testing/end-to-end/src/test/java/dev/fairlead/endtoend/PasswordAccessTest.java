package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Services of every kind that ask for a name and a password.
class PasswordAccessTest {
    private static final Installation FAIRLEAD =
            Installation.fresh(
                            Map.of(
                                    "FAIRLEAD_UPSTREAMS", "127.0.0.1",
                                    "FAIRLEAD_TRUSTED_PROXIES", "127.0.0.0/8,::1"))
                    .ready();
    private static final String PASSWORD = "correct horse battery";
    private static final String ANN = basic("ann", PASSWORD);
    private static final String TELL =
            """
            export default (r) => ({
              caller: r.headers['x-fairlead-caller'] ?? null,
              credential: r.headers.authorization ?? null,
            });
            """;

    @AfterAll
    static void stop() {
        FAIRLEAD.close();
    }

    private static String basic(String name, String password) {
        byte[] text = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(text);
    }

    private static Reply change(String id, Map<String, ?> settings) {
        return FAIRLEAD.api(
                "PUT", "/functions/" + id, Installation.JSON.writeValueAsString(settings));
    }

    private static Map<String, Object> user(String name, String password) {
        return Map.of("name", name, "password", password);
    }

    /// From now on it is for ann alone.
    private static void close(String id) {
        Reply closed =
                change(id, Map.of("access", "password", "users", List.of(user("ann", PASSWORD))));
        assertThat(closed.status()).as(closed.body()).isEqualTo(200);
    }

    private static String function(String project) {
        return FAIRLEAD.javascript(project, "web", TELL).path("id").asString();
    }

    private static Reply get(String path, String... headers) {
        return FAIRLEAD.send("GET", path, new byte[0], headers);
    }

    private static Reply asAnn(String path) {
        return get(path, "authorization", ANN);
    }

    private static String header(Reply reply, String name) {
        return reply.whole().headers().firstValue(name).orElse("");
    }

    private static void deployed(String id, String query, byte[] body, String type) {
        Reply reply = FAIRLEAD.api("POST", "/functions/" + id + "/deployments" + query, body, type);
        JsonNode deployment = FAIRLEAD.deployed(reply);
        assertThat(deployment.path("state").asString())
                .as(deployment.toString())
                .isEqualTo("active");
    }

    @Test
    void a_function_is_told_the_name_and_never_the_password() {
        // Given
        close(function("told"));
        // When
        Reply none = get("/fn/told/web");
        Reply wrong = get("/fn/told/web", "authorization", basic("ann", "wrong horse"));
        Reply key = get("/fn/told/web", "authorization", "Bearer " + FAIRLEAD.key());
        Reply right = get("/fn/told/web", "authorization", ANN, "x-fairlead-caller", "forged");
        // Then
        for (Reply refused : List.of(none, wrong, key)) {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("unauthenticated");
            assertThat(header(refused, "www-authenticate")).startsWith("Basic realm=");
        }
        assertThat(right.status()).as(right.body()).isEqualTo(200);
        assertThat(right.json().path("caller").asString()).isEqualTo("ann");
        assertThat(right.json().path("credential").isNull()).isTrue();
    }

    @Test
    void the_list_is_changed_by_its_names_and_shows_nothing_else() {
        // Given
        String id = function("listed");
        // When
        Reply nobody = change(id, Map.of("access", "password"));
        close(id);
        Reply both =
                change(
                        id,
                        Map.of(
                                "users",
                                List.of(Map.of("name", "ann"), user("bob", "bobs own horse"))));
        Reply stranger = change(id, Map.of("users", List.of(Map.of("name", "eve"))));
        Reply weak = change(id, Map.of("users", List.of(user("ann", "short"))));
        Reply last = change(id, Map.of("users", List.of()));
        // Then
        assertThat(nobody.status()).isEqualTo(400);
        assertThat(nobody.body()).contains("\"/access\"", "--user NAME");
        assertThat(both.json().path("users").valueStream().map(u -> u.path("name").asString()))
                .containsExactly("ann", "bob");
        assertThat(both.body()).doesNotContain("horse", "argon2", "password\":");
        assertThat(stranger.body()).contains("\"/users/0/password\"");
        assertThat(weak.body()).contains("\"/users/0/password\"").doesNotContain("short\"");
        assertThat(last.status()).isEqualTo(400);
        assertThat(last.body()).contains("\"/users\"", "change the access");
        assertThat(asAnn("/fn/listed/web").status()).isEqualTo(200);
        String bob = basic("bob", "bobs own horse");
        assertThat(get("/fn/listed/web", "authorization", bob).status()).isEqualTo(200);
        change(id, Map.of("users", List.of(Map.of("name", "ann"))));
        assertThat(get("/fn/listed/web", "authorization", bob).status()).isEqualTo(401);
        change(id, Map.of("access", "public"));
        assertThat(get("/fn/listed/web").status()).isEqualTo(200);
        change(id, Map.of("access", "password"));
        assertThat(asAnn("/fn/listed/web").status()).isEqualTo(200);
        String audit = FAIRLEAD.api("GET", "/audit-events?limit=100", "").body();
        assertThat(audit)
                .contains("password_users", "(changed)", "bob")
                .doesNotContain("argon2", "horse");
    }

    @Test
    void it_holds_at_every_address() {
        // Given
        String id = function("everywhere");
        FAIRLEAD.api(
                "POST",
                "/environments",
                Installation.JSON.writeValueAsString(
                        Map.of("project", "everywhere", "name", "staging")));
        deployed(
                id,
                "?fileName=index.js&environment=staging",
                TELL.getBytes(StandardCharsets.UTF_8),
                "text/javascript");
        FAIRLEAD.api("PUT", "/functions/" + id + "/aliases/beta", "{\"version\":1}");
        // When
        close(id);
        // Then
        for (String name : List.of("web", "production--web", "staging--web", "beta--web")) {
            assertThat(get("/fn/everywhere/" + name).status()).as(name).isEqualTo(401);
            assertThat(asAnn("/fn/everywhere/" + name).status()).as(name).isEqualTo(200);
            String host = "http://" + name + ".everywhere.localhost/";
            assertThat(Curl.get(host, FAIRLEAD.port()).status()).as(host).isEqualTo(401);
            assertThat(Curl.get(host, FAIRLEAD.port(), "-u", "ann:" + PASSWORD).status())
                    .as(host)
                    .isEqualTo(200);
        }
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void files_of_a_site_are_for_those_alone_who_are_let_in() throws IOException {
        // Given
        String id = FAIRLEAD.service("front", "web", "site");
        var files = new HashMap<String, String>();
        files.put("index.html", "a page");
        files.put("app.3f9a1c2b.js", "let one = 1;");
        files.put("_headers", "/*\n  CDN-Cache-Control: max-age=60\n");
        deployed(id, "", zip(files), "application/zip");
        Reply open = get("/fn/front/web/");
        // When
        close(id);
        Reply none = get("/fn/front/web/", "if-none-match", header(open, "etag"));
        Reply page = asAnn("/fn/front/web/");
        Reply script = asAnn("/fn/front/web/app.3f9a1c2b.js");
        Reply again =
                get("/fn/front/web/", "authorization", ANN, "if-none-match", header(page, "etag"));
        // Then
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.body()).doesNotContain("a page");
        assertThat(page.body()).isEqualTo("a page");
        assertThat(header(open, "cache-control")).isEqualTo("public, max-age=0, must-revalidate");
        assertThat(header(page, "cache-control")).isEqualTo("private, max-age=0, must-revalidate");
        assertThat(header(script, "cache-control"))
                .isEqualTo("private, max-age=31536000, immutable");
        assertThat(header(script, "cdn-cache-control")).isEmpty();
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void a_proxy_asks_before_it_asks_its_upstream() {
        // Given
        try (var upstream = new NamedUpstream("behind")) {
            String id = FAIRLEAD.service("proxied", "web", "proxy");
            String targets =
                    Installation.JSON.writeValueAsString(
                            Map.of("targets", List.of(upstream.target())));
            deployed(
                    id,
                    "",
                    targets.getBytes(StandardCharsets.UTF_8),
                    "application/vnd.fairlead.upstream+json");
            // When
            close(id);
            // Then
            assertThat(get("/fn/proxied/web").status()).isEqualTo(401);
            assertThat(asAnn("/fn/proxied/web").body()).isEqualTo("behind");
        }
    }

    @Test
    void a_socket_of_a_function_is_opened_by_the_password() throws InterruptedException {
        // Given
        String source =
                """
                export const handle = () => 'plain';
                export const socket = ({ type, request: { headers } }) => type === 'open'
                  ? { send: `${headers['x-fairlead-caller']} ${headers.authorization}` } : {};
                """;
        close(FAIRLEAD.javascript("sockets", "web", source).path("id").asString());
        String url = FAIRLEAD.url() + "/fn/sockets/web";
        try (var http = HttpClient.newHttpClient()) {
            // When
            int refused = SocketClient.refused(http, url);
            try (var opened = SocketClient.authorized(http, url, ANN)) {
                // Then
                assertThat(opened.next()).isEqualTo("ann undefined");
            }
            assertThat(refused).isEqualTo(401);
        }
    }

    @Test
    void who_guesses_is_stopped_and_nobody_else() {
        // Given
        close(function("guessed"));
        String[] last = {""};
        // When
        for (int i = 0; i < 60 && !last[0].equals("rate-limited"); i++) {
            String guess = basic("ann", "guess number " + i);
            last[0] =
                    get("/fn/guessed/web", "authorization", guess, "x-forwarded-for", "203.0.113.9")
                            .code();
        }
        Reply guesser =
                get("/fn/guessed/web", "authorization", ANN, "x-forwarded-for", "203.0.113.9");
        Reply other =
                get("/fn/guessed/web", "authorization", ANN, "x-forwarded-for", "203.0.113.10");
        // Then
        assertThat(last[0]).isEqualTo("rate-limited");
        assertThat(guesser.status()).isEqualTo(429);
        assertThat(Integer.parseInt(header(guesser, "retry-after"))).isPositive();
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void a_restart_without_its_database_still_asks() throws IOException {
        // Given
        close(function("restarted"));
        Path version = FAIRLEAD.data().resolve("postgres/data/PG_VERSION");
        FAIRLEAD.stop();
        String kept = Files.readString(version);
        Files.writeString(version, "9\n");
        // When
        FAIRLEAD.startAgain();
        Reply none = get("/fn/restarted/web");
        Reply right = asAnn("/fn/restarted/web");
        // Then
        assertThat(none.status()).isEqualTo(401);
        assertThat(right.status()).as(right.body()).isEqualTo(200);
        Files.writeString(version, kept);
        FAIRLEAD.ready();
    }

    @Test
    void every_command_of_the_page_works(@TempDir Path files) throws IOException {
        // Given
        Files.writeString(files.resolve("passwords.txt"), PASSWORD + "\nanother battery\n");
        FAIRLEAD.javascript("shop", "front", TELL);
        // When
        List<PageCommands.Ran> ran = new PageCommands(FAIRLEAD, files).run("access.md");
        // Then
        assertThat(ran).hasSizeGreaterThan(2).allMatch(one -> one.exit() == 0);
        assertThat(ran.getLast().said()).contains("password", "ann").doesNotContain("bob");
        assertThat(ran).noneMatch(one -> one.said().contains("battery"));
        assertThat(asAnn("/fn/shop/front").status()).isEqualTo(200);
        assertThat(get("/fn/shop/front", "authorization", basic("bob", "another battery")).status())
                .isEqualTo(401);
    }
}

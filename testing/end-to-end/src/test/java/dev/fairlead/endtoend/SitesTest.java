package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Sites, from a folder to what browsers get.
class SitesTest {
    private static final Installation FAIRLEAD = Installation.fresh(Map.of()).ready();
    private static final String PAGE = "<!doctype html><p>page " + "and more ".repeat(200);

    @AfterAll
    static void stop() {
        FAIRLEAD.close();
    }

    private static String site(String project) {
        return FAIRLEAD.service(project, "web", "site");
    }

    private static byte[] zip(Map<String, String> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static JsonNode deploy(String id, String query, Map<String, String> files) {
        return FAIRLEAD.deployed(
                FAIRLEAD.api(
                        "POST",
                        "/functions/" + id + "/deployments" + query,
                        zip(files),
                        "application/zip"));
    }

    private static Reply get(String path, String... headers) {
        return FAIRLEAD.send("GET", path, new byte[0], headers);
    }

    private static String header(Reply reply, String name) {
        return reply.whole().headers().firstValue(name).orElse("");
    }

    @Test
    void a_folder_is_served_as_browsers_want_it() throws IOException {
        // Given
        String id = site("folder");
        JsonNode deployment =
                deploy(
                        id,
                        "",
                        Map.of(
                                "index.html", PAGE,
                                "about.html", "about",
                                "main.3f9a1c2b.js", "let one = 1;",
                                "404.html", "nothing",
                                "_headers", "/about\n  X-Frame-Options: DENY\n",
                                "_redirects", "/old/* /about 301\n",
                                ".env.example", "secret"));
        assertThat(deployment.path("state").asString())
                .as(deployment.toString())
                .isEqualTo("active");
        // When
        Reply page = get("/fn/folder/web/");
        Reply packed = get("/fn/folder/web/", "accept-encoding", "gzip");
        Reply again = get("/fn/folder/web/", "if-none-match", header(page, "etag"));
        Reply part = get("/fn/folder/web/", "range", "bytes=5-8");
        Reply beyond = get("/fn/folder/web/", "range", "bytes=9000000-");
        Reply about = get("/fn/folder/web/about");
        Reply script = get("/fn/folder/web/main.3f9a1c2b.js");
        Reply moved = get("/fn/folder/web/old/thing?a=b");
        Reply bare = get("/fn/folder/web");
        Reply missing = get("/fn/folder/web/.env.example");
        Reply posted =
                FAIRLEAD.send("POST", "/fn/folder/web/", "a".getBytes(StandardCharsets.UTF_8));
        Reply head = FAIRLEAD.send("HEAD", "/fn/folder/web/", new byte[0]);
        // Then
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).isEqualTo(PAGE);
        assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(page, "cache-control")).isEqualTo("public, max-age=0, must-revalidate");
        assertThat(header(page, "vary")).isEqualTo("accept-encoding");
        assertThat(header(packed, "content-encoding")).isEqualTo("gzip");
        assertThat(header(packed, "etag")).isNotEqualTo(header(page, "etag"));
        assertThat(
                        new GZIPInputStream(new ByteArrayInputStream(packed.whole().body()))
                                .readAllBytes())
                .isEqualTo(PAGE.getBytes(StandardCharsets.UTF_8));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(PAGE.substring(5, 9));
        assertThat(header(part, "content-range")).isEqualTo("bytes 5-8/" + PAGE.length());
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(about.body()).isEqualTo("about");
        assertThat(header(about, "x-frame-options")).isEqualTo("DENY");
        assertThat(header(page, "x-frame-options")).isEmpty();
        assertThat(header(script, "cache-control")).contains("immutable");
        assertThat(moved.status()).isEqualTo(301);
        assertThat(header(moved, "location")).isEqualTo("/fn/folder/web/about?a=b");
        assertThat(bare.status()).isEqualTo(308);
        assertThat(header(bare, "location")).isEqualTo("/fn/folder/web/");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("nothing");
        assertThat(posted.status()).isEqualTo(405);
        assertThat(header(posted, "allow")).isEqualTo("GET, HEAD");
        assertThat(head.status()).isEqualTo(200);
        assertThat(header(head, "content-length")).isEqualTo(Integer.toString(PAGE.length()));
        Installation.await(
                () ->
                        FAIRLEAD.api("GET", "/functions/" + id + "/executions?limit=50", "")
                                        .json()
                                        .path("items")
                                        .size()
                                == 12,
                "a record of each request");
    }

    @Test
    void a_page_of_the_version_before_still_gets_its_files() {
        // Given
        String id = site("skew");
        deploy(id, "", Map.of("index.html", "one", "app.aaaa1111.js", "first", "plain.js", "old"));
        // When
        deploy(id, "", Map.of("index.html", "two", "app.bbbb2222.js", "second"));
        // Then
        assertThat(get("/fn/skew/web/").body()).isEqualTo("two");
        assertThat(get("/fn/skew/web/app.aaaa1111.js").body()).isEqualTo("first");
        assertThat(get("/fn/skew/web/app.bbbb2222.js").body()).isEqualTo("second");
        assertThat(get("/fn/skew/web/plain.js").status()).isEqualTo(404);
        assertThat(get("/fn/skew/web/app.cccc3333.js").code()).isEqualTo("site-file-missing");
    }

    @Test
    void a_large_file_comes_from_the_disk_whole_and_in_parts() {
        // Given
        String large = "0123456789".repeat(100_000);
        deploy(site("large"), "", Map.of("index.html", "x", "large.bin", large));
        // When
        Reply whole = get("/fn/large/web/large.bin");
        Reply end = get("/fn/large/web/large.bin", "range", "bytes=-7");
        // Then
        assertThat(whole.body()).isEqualTo(large);
        assertThat(end.body()).isEqualTo("3456789");
        assertThat(header(end, "content-length")).isEqualTo("7");
    }

    @Test
    void a_site_is_released_rolled_back_and_promoted_like_a_function() {
        // Given
        String id = site("released");
        FAIRLEAD.api(
                "POST",
                "/environments",
                Installation.JSON.writeValueAsString(
                        Map.of("project", "released", "name", "staging")));
        deploy(id, "?environment=staging", Map.of("index.html", "staged"));
        // When
        Reply promoted =
                FAIRLEAD.api(
                        "POST",
                        "/functions/" + id + ":promote",
                        "{\"from\":\"staging\",\"to\":\"production\"}");
        // Then
        assertThat(promoted.status()).as(promoted.body()).isEqualTo(202);
        Installation.await(() -> get("/fn/released/web/").body().equals("staged"), "the promotion");
        JsonNode canary =
                deploy(id, "?strategy=canary&steps=50@manual", Map.of("index.html", "new"));
        assertThat(canary.path("state").asString()).isEqualTo("rolling-out");
        assertThat(get("/fn/released/next--web/").body()).isEqualTo("new");
        Reply back = FAIRLEAD.api("POST", "/functions/" + id + ":rollback", "{}");
        assertThat(back.status()).as(back.body()).isEqualTo(200);
        for (int i = 0; i < 20; i++) {
            assertThat(get("/fn/released/web/").body()).isEqualTo("staged");
        }
    }

    @Test
    void a_private_site_is_not_there_for_strangers() {
        // Given
        String id = site("closed");
        deploy(id, "", Map.of("index.html", "secret"));
        // When
        FAIRLEAD.api("PUT", "/functions/" + id, "{\"access\":\"private\"}");
        // Then
        assertThat(get("/fn/closed/web/").status()).isEqualTo(404);
        FAIRLEAD.api("PUT", "/functions/" + id, "{\"access\":\"authenticated\"}");
        assertThat(get("/fn/closed/web/").status()).isEqualTo(401);
        Reply member = get("/fn/closed/web/", "authorization", "Bearer " + FAIRLEAD.key());
        assertThat(member.body()).isEqualTo("secret");
        assertThat(header(member, "cache-control"))
                .isEqualTo("private, max-age=0, must-revalidate");
    }

    @Test
    void rules_that_cannot_be_followed_fail_with_their_line() {
        // When
        JsonNode deployment =
                deploy(
                        site("rules"),
                        "",
                        Map.of("index.html", "x", "_redirects", "/ok /b\n/a /b 302 Country=de\n"));
        // Then
        assertThat(deployment.path("state").asString()).isEqualTo("failed");
        JsonNode at = deployment.path("failure").path("diagnostics").path(0);
        assertThat(at.path("file").asString()).isEqualTo("_redirects");
        assertThat(at.path("line").asInt()).isEqualTo(2);
        assertThat(at.path("message").asString()).contains("Country");
    }

    @Test
    void paths_that_climb_are_refused_and_never_lead_to_another_host() {
        // Given
        deploy(
                site("climb"),
                "",
                Map.of(
                        "index.html",
                        "x",
                        "evil.com/index.html",
                        "y",
                        "_redirects",
                        "/go/* /:splat 302\n"));
        // When / Then
        for (String path : List.of("/..%2f..%2fetc/passwd", "/%2e%2e/x", "/a/..%5cb", "/x%00")) {
            assertThat(get("/fn/climb/web" + path).status()).as(path).isIn(400, 404);
        }
        assertThat(header(get("/fn/climb/web//evil.com"), "location"))
                .isEqualTo("/fn/climb/web/evil.com/");
        assertThat(header(get("/fn/climb/web/go//evil.com"), "location"))
                .isEqualTo("/fn/climb/web/evil.com");
    }

    @Test
    void a_restart_without_its_database_still_serves() throws IOException {
        // Given
        deploy(site("restart"), "", Map.of("index.html", "here"));
        Path version = FAIRLEAD.data().resolve("postgres/data/PG_VERSION");
        FAIRLEAD.stop();
        String kept = Files.readString(version);
        Files.writeString(version, "9\n");
        // When
        FAIRLEAD.startAgain();
        String answer = get("/fn/restart/web/").body();
        // Then
        assertThat(answer).isEqualTo("here");
        Files.writeString(version, kept);
        FAIRLEAD.ready();
    }
}

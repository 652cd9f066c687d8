package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.cache.Purge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Answers of an upstream that are given again, through the gateway.
@Timeout(60)
class CachedForwardingTest extends CachedFixture {
    private static final int LARGE = 300_000;

    @Test
    void an_answer_is_given_again_while_it_is_fresh_and_says_so() throws Exception {
        says("/a", "cache-control: max-age=60\netag: \"x\"\n");
        // When
        String first = get("/a");
        clock.by(7);
        String second = get("/a");
        clock.by(60);
        String third = get("/a");
        // Then
        assertThat(first).endsWith("answer 1");
        assertThat(field(first, "cache-status")).isEqualTo("fairlead; fwd=uri-miss");
        assertThat(second).startsWith("HTTP/1.1 200").endsWith("answer 1");
        assertThat(field(second, "age")).isEqualTo("7");
        assertThat(field(second, "cache-status")).isEqualTo("fairlead; hit; ttl=53");
        assertThat(field(second, "x-request-id")).isNotEqualTo(field(first, "x-request-id"));
        assertThat(third).endsWith("answer 2");
        assertThat(cache.of(Front.SERVICE).counts().hits()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-nothing: said",
                "cache-control: no-store, max-age=60",
                "cache-control: private, max-age=60",
                "cache-control: no-cache, max-age=60",
                "cache-control: max-age=0",
                "cache-control: max-age=-5",
                "cache-control: max-age=soon",
                "cache-control: max-age=60, s-maxage=0",
                "cache-control: max-age=60\nset-cookie: a=b",
                "cache-control: max-age=60\nvary: *",
                "cache-control: max-age=60\nage: 60",
                "cache-control: max-age=60\ncontent-type: text/event-stream",
                "cdn-cache-control: no-store\ncache-control: max-age=60",
                "expires: 0",
                "expires: Thu, 01 Jan 1970 00:00:00 GMT",
                "pragma: no-cache"
            })
    void what_may_not_be_kept_is_asked_for_again(String fields) throws Exception {
        says("/a", fields + "\n");
        // When
        String first = get("/a");
        String second = get("/a");
        // Then
        assertThat(first).endsWith("answer 1");
        assertThat(second).endsWith("answer 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cache-control: max-age=60",
                "cache-control: max-age=0, s-maxage=60",
                "Cache-Control: PUBLIC, Max-Age=\"60\"",
                "cache-control: max-age=99999999999999999999",
                "cache-control: private=\"a, no-store\", max-age=60\ncdn-cache-control: max-age=60",
                "expires: Thu, 01 Jan 2026 00:01:00 GMT"
            })
    void what_may_be_kept_is(String fields) throws Exception {
        says("/a", fields + "\n");
        // When
        get("/a");
        String second = get("/a");
        // Then
        assertThat(second).endsWith("answer 1");
    }

    @ParameterizedTest
    @CsvSource({
        "206 Partial Content,false",
        "400 Bad Request,false",
        "404 Not Found,true",
        "431 Too Large,false",
        "500 Broken,false",
        "301 Moved,true"
    })
    void a_status_decides_whether_it_is_kept(String status, boolean kept) throws Exception {
        says("/a", status, "cache-control: max-age=60\n");
        // When
        get("/a");
        String second = get("/a");
        // Then
        assertThat(second).endsWith(kept ? "answer 1" : "answer 2");
    }

    @Test
    void each_query_is_its_own_but_for_parameters_that_are_left_out() throws Exception {
        says("/a", "cache-control: max-age=60\n");
        get("/a?x=1");
        // When
        String same = get("/a?utm_source=mail&x=1&utm_medium=m");
        String other = get("/a?x=2");
        // Then
        assertThat(same).endsWith("answer 1");
        assertThat(other).endsWith("answer 2");
        assertThat(origin.last().line()).contains("/a?x=2");
    }

    @Test
    void each_value_of_what_it_varies_by_has_its_own() throws Exception {
        says("/a", "cache-control: max-age=60\nvary: Accept-Language, Accept-Encoding\n");
        get("/a", "accept-language: de", "accept-encoding: gzip, br");
        // When
        String same = get("/a", "accept-language: de", "accept-encoding: br;q=0.9,gzip");
        String other = get("/a", "accept-language: en", "accept-encoding: gzip, br");
        String again = get("/a", "accept-language: en", "accept-encoding: gzip, br");
        // Then
        assertThat(same).endsWith("answer 1");
        assertThat(other).endsWith("answer 2");
        assertThat(again).endsWith("answer 2");
    }

    @Test
    void who_shows_who_they_are_gets_and_leaves_only_what_is_public() throws Exception {
        says("/mine", "cache-control: max-age=60\n");
        says("/all", "cache-control: public, max-age=60\n");
        // When
        get("/mine", "cookie: session=1");
        String stranger = get("/mine");
        String known = get("/mine", "authorization: Basic eDp5");
        get("/all", "cookie: session=1");
        String all = get("/all", "authorization: Basic eDp5");
        // Then
        assertThat(stranger).endsWith("answer 2");
        assertThat(known).endsWith("answer 3");
        assertThat(all).endsWith("answer 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-original-url: /admin",
                "x-host: evil.example",
                "X-HTTP-Method-Override: PUT"
            })
    void what_decides_an_answer_without_being_in_its_key_poisons_nothing(String field)
            throws Exception {
        says("/a", "cache-control: max-age=60\n");
        // When
        get("/a", field);
        String other = get("/a");
        // Then
        assertThat(other).endsWith("answer 2");
    }

    @Test
    void a_client_that_has_it_is_told_so_and_parts_of_it_are_given() throws Exception {
        says(
                "/a",
                """
                cache-control: max-age=60
                etag: "x"
                last-modified: Wed, 31 Dec 2025 00:00:00 GMT
                """);
        get("/a", "if-none-match: \"other\"");
        // When
        String known = get("/a", "if-none-match: W/\"x\", \"y\"");
        String since = get("/a", "if-modified-since: Thu, 01 Jan 2026 00:00:00 GMT");
        String part = get("/a", "range: bytes=2-4");
        String beyond = get("/a", "range: bytes=99-");
        String changed = get("/a", "range: bytes=2-4", "if-range: \"old\"");
        String head = ask("HEAD", "/a");
        // Then
        assertThat(known).startsWith("HTTP/1.1 304").contains("etag: \"x\"").endsWith("\r\n\r\n");
        assertThat(since).startsWith("HTTP/1.1 304");
        assertThat(part).startsWith("HTTP/1.1 206").contains("bytes 2-4/8").endsWith("swe");
        assertThat(beyond).startsWith("HTTP/1.1 416").contains("bytes */8");
        assertThat(changed).startsWith("HTTP/1.1 200").endsWith("answer 1");
        assertThat(head)
                .startsWith("HTTP/1.1 200")
                .contains("content-length: 8")
                .endsWith("\r\n\r\n");
        assertThat(calls).hasValue(1);
    }

    @Test
    void a_write_makes_what_is_kept_there_old() throws Exception {
        says("/a", "cache-control: max-age=60\n");
        get("/a");
        // When
        ask("POST", "/a", "content-length: 0");
        String after = get("/a");
        // Then
        assertThat(after).endsWith("answer 3");
    }

    @Test
    void answers_are_forgotten_by_address_prefix_and_tag() throws Exception {
        says("/a/1", "cache-control: max-age=60\nsurrogate-key: red blue\n");
        says("/a/2", "cache-control: max-age=60\ncache-tag: green, blue\n");
        says("/b", "cache-control: max-age=60\n");
        // When / Then
        fill();
        assertThat(cache.purge(new Purge.OfTarget(Front.SERVICE, "", "/a/1"))).isEqualTo(2);
        fill();
        assertThat(cache.purge(new Purge.OfTarget(Front.SERVICE, Front.HOST, "/a/1?q=1")))
                .isEqualTo(1);
        fill();
        assertThat(cache.purge(new Purge.OfPrefix(Front.SERVICE, "", "/a/"))).isEqualTo(3);
        fill();
        assertThat(cache.purge(new Purge.OfTag(Front.SERVICE, "blue"))).isEqualTo(3);
        fill();
        assertThat(cache.purge(new Purge.OfTag(Front.SERVICE, "green"))).isEqualTo(1);
        assertThat(cache.purge(new Purge.OfPrefix(Front.SERVICE, "other.example", "/"))).isZero();
        assertThat(cache.purge(new Purge.Everything(Front.SERVICE))).isEqualTo(3);
        assertThat(cache.kept(Front.SERVICE).answers()).isZero();
    }

    private void fill() throws IOException {
        for (String path : List.of("/a/1", "/a/1?q=1", "/a/2", "/b")) {
            get(path);
        }
    }

    @Test
    void a_new_version_has_none_of_the_old_ones_answers_and_a_rollback_finds_them()
            throws Exception {
        says("/a", "cache-control: max-age=60\n");
        get("/a");
        // When
        front.live(2, origin);
        String next = get("/a");
        front.live(1, origin);
        String back = get("/a");
        // Then
        assertThat(next).endsWith("answer 2");
        assertThat(back).endsWith("answer 1");
    }

    @Test
    void a_large_answer_is_kept_in_a_file_and_the_directory_has_bounds() throws Exception {
        for (int i = 0; i < 40; i++) {
            origin.on(
                    "/large" + i,
                    talk -> {
                        calls.incrementAndGet();
                        talk.say(KEPT + "transfer-encoding: chunked\n\n");
                        talk.say(Integer.toHexString(LARGE) + "\n" + "x".repeat(LARGE) + "\n0\n\n");
                    });
        }
        // When
        String first = get("/large0");
        Awaits.until("it is kept", () -> cache.of(Front.SERVICE).counts().stored() == 1);
        String second = get("/large0");
        String part = get("/large0", "range: bytes=-5");
        String head = ask("HEAD", "/large0");
        // Then
        assertThat(first).contains("x".repeat(1000));
        assertThat(second).contains("content-length: " + LARGE).endsWith("x".repeat(LARGE));
        assertThat(part).startsWith("HTTP/1.1 206").endsWith("\r\n\r\nxxxxx");
        assertThat(head).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
        assertThat(calls).hasValue(1);
        assertThat(files()).isEqualTo(1);
        for (int i = 1; i < 40; i++) {
            get("/large" + i);
        }
        Awaits.until("all came", () -> cache.of(Front.SERVICE).counts().stored() == 40);
        assertThat(files() * (long) LARGE).isLessThanOrEqualTo(8 << 20);
        assertThat(cache.kept(Front.SERVICE).diskBytes()).isLessThanOrEqualTo(8 << 20);
        cache.purge(new Purge.Everything(Front.SERVICE));
        assertThat(files()).isZero();
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.count();
        }
    }

    @Test
    void an_answer_that_breaks_off_is_not_kept() throws Exception {
        origin.on(
                "/a",
                talk -> {
                    calls.incrementAndGet();
                    talk.say(KEPT + "content-length: 9\n\n" + "half");
                    talk.socket().close();
                });
        // When
        get("/a");
        get("/a");
        // Then
        assertThat(calls).hasValue(2);
    }

    @Test
    void memory_has_bounds_whatever_is_asked_for() throws Exception {
        origin.on(
                "/a", talk -> talk.say(KEPT + "content-length: 100000\n\n" + "y".repeat(100_000)));
        // When
        for (int i = 0; i < 300; i++) {
            get("/a?" + i);
        }
        // Then
        assertThat(cache.kept(Front.SERVICE).memoryBytes()).isLessThanOrEqualTo(8 << 20);
        assertThat(cache.kept(Front.SERVICE).answers()).isGreaterThan(10);
    }
}

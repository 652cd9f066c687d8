package dev.fairlead.dataplane.sites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.sites.Coding;
import dev.fairlead.model.sites.PathPattern;
import dev.fairlead.model.sites.SiteFile;
import dev.fairlead.model.sites.SiteFile.Content;
import dev.fairlead.model.sites.SiteManifest;
import dev.fairlead.model.sites.SiteOptions;
import dev.fairlead.model.sites.SiteOptions.Slash;
import dev.fairlead.model.sites.SiteRedirect;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class SiteIndexTest {
    private static final List<SiteRedirect> NONE = List.of();

    private static SiteFile file(String path, Coding... codings) {
        var content = new Content(ContentHash.of(path.getBytes(StandardCharsets.UTF_8)), 1);
        var encoded = Stream.of(codings).collect(Collectors.toMap(one -> one, _ -> content));
        return new SiteFile(path, content, "text/html", encoded);
    }

    private static SiteIndex index(SiteOptions options, List<SiteRedirect> rules, String... files) {
        return new SiteIndex(
                new SiteManifest(
                        options,
                        Stream.of(files).map(SiteIndexTest::file).toList(),
                        rules,
                        List.of()));
    }

    private static String told(SiteIndex index, String path) {
        return switch (index.there(path).orElseGet(() -> index.otherwise(path))) {
            case Resolution.Found(SiteFile file, int status) -> status + " " + file.path();
            case Resolution.Elsewhere(int status, String location) -> status + " " + location;
            case Resolution.Missing _ -> "missing";
        };
    }

    private static SiteRedirect rule(String from, String to, int status, boolean force) {
        return new SiteRedirect(new PathPattern(from), to, status, force);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, /, 200 index.html",
        "AUTO, /about, 200 about.html",
        "AUTO, /about/, 308 /about",
        "AUTO, /docs/, 200 docs/index.html",
        "AUTO, /docs, 308 /docs/",
        "AUTO, /docs/index.html, 200 docs/index.html",
        "ALWAYS, /about, 308 /about/",
        "ALWAYS, /about/, 200 about.html",
        "ALWAYS, /docs, 308 /docs/",
        "NEVER, /docs/, 308 /docs",
        "NEVER, /docs, 200 docs/index.html",
        "NEVER, /about, 200 about.html",
        "NEVER, /, 200 index.html",
        "AUTO, /img.png, 200 img.png",
        "AUTO, /img.png/, 404 404.html",
        "AUTO, /docs/x, 404 docs/404.html",
        "AUTO, /caf%C3%A9, 200 café.html",
        "AUTO, /%FF, 404 404.html",
        "AUTO, /x%00, 404 404.html"
    })
    void a_page_has_one_form_of_its_path(Slash slash, String path, String answer) {
        // Given
        SiteIndex index =
                index(
                        new SiteOptions(false, slash),
                        NONE,
                        "index.html",
                        "about.html",
                        "docs/index.html",
                        "img.png",
                        "404.html",
                        "docs/404.html",
                        "café.html");
        // When / Then
        assertThat(told(index, path)).isEqualTo(answer);
    }

    @Test
    void a_rule_gives_way_to_a_file_unless_it_is_forced() {
        // Given
        SiteIndex index =
                index(
                        SiteOptions.USUAL,
                        List.of(
                                rule("/a", "/b", 302, false),
                                rule("/c", "/b", 302, true),
                                rule("/d/*", "/b.html", 200, false),
                                rule("/e", "/gone", 200, false),
                                rule("/*", "/b", 404, false)),
                        "a.html",
                        "b.html",
                        "c.html");
        // When / Then
        assertThat(told(index, "/a")).isEqualTo("200 a.html");
        assertThat(told(index, "/c")).isEqualTo("302 /b");
        assertThat(told(index, "/d/e/f")).isEqualTo("200 b.html");
        assertThat(told(index, "/e")).isEqualTo("404 b.html");
        assertThat(told(index, "/z")).isEqualTo("404 b.html");
    }

    @Test
    void a_rule_that_leads_to_itself_is_passed_over() {
        // Given
        SiteIndex index =
                index(SiteOptions.USUAL, List.of(rule("/*", "/:splat", 301, true)), "a.html");
        // When / Then
        assertThat(told(index, "/a")).isEqualTo("200 a.html");
    }

    @Test
    void one_page_answers_for_what_is_no_file() {
        // Given
        SiteIndex index = index(new SiteOptions(true, Slash.AUTO), NONE, "index.html");
        // When / Then
        assertThat(told(index, "/users/7")).isEqualTo("200 index.html");
        assertThat(told(index, "/missing.js")).isEqualTo("missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/main.3f9a1c2b.js", "/a/app-0123456789abcdef.css", "/assets/index-DiwrgTda.js",
                "/_next/static/chunks/x.js", "/static/js/main.a1b2c3d4.chunk.js",
                        "/_app/immutable/x.js"
            })
    void a_name_with_a_content_hash_is_known(String path) {
        // When / Then
        assertThat(SitePath.hashed(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/report-20240101.pdf",
                "/jquery-3.7.1.min.js",
                "/my-component2.js",
                "/assets/logo-original.png",
                "/a/deadbeef/x.js",
                "/feedface"
            })
    void a_name_without_one_is_not(String path) {
        // When / Then
        assertThat(SitePath.hashed(path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br, zstd|br",
                "gzip|gzip",
                "x-gzip|gzip",
                "br;q=0.5, gzip|gzip",
                "br;q=0, zstd|zstd",
                "*|br",
                "*;q=0|-",
                "identity|-",
                "gzip;q=2|-",
                "gzip;q=0.8, *;q=0.9|br",
                "br;Q=1|br",
                ";;,,=|-"
            })
    void the_coding_that_is_liked_best_is_chosen(String accepted, String coding) {
        // Given
        SiteFile file = file("a.html", Coding.BR, Coding.ZSTD, Coding.GZIP);
        // When / Then
        assertThat(AcceptedCodings.choose(accepted, file).map(Coding::word).orElse("-"))
                .isEqualTo(coding);
        assertThat(AcceptedCodings.choose(null, file)).isEmpty();
    }
}

package dev.fairlead.model.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.sites.SiteFile.Content;
import dev.fairlead.model.sites.SiteOptions.Slash;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

class SiteManifestTest {
    private static Content content(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Content(ContentHash.of(bytes), bytes.length);
    }

    @Test
    void what_is_written_is_read_again() {
        // Given
        var manifest =
                new SiteManifest(
                        new SiteOptions(true, Slash.NEVER),
                        List.of(
                                new SiteFile(
                                        "a b/ü.html",
                                        content("page"),
                                        "text/html; charset=utf-8",
                                        Map.of(
                                                Coding.GZIP, content("g"),
                                                Coding.BR, content("b"))),
                                new SiteFile("x.png", content("png"), "image/png", Map.of())),
                        List.of(
                                new SiteRedirect(
                                        new PathPattern("/old/:id/*"),
                                        "/new/:id/:splat",
                                        302,
                                        true)),
                        List.of(new SiteHeader(new PathPattern("/*"), "X-Frame-Options", "DENY")));
        // When
        SiteManifest read = SiteManifest.parse(manifest.text());
        // Then
        assertThat(read).isEqualTo(manifest);
        assertThat(read.contents())
                .containsExactlyInAnyOrder(
                        content("page").hash(),
                        content("g").hash(),
                        content("b").hash(),
                        content("png").hash());
    }

    @Test
    void what_is_cut_or_garbled_is_refused_and_nothing_worse() {
        // Given
        var manifest =
                new SiteManifest(
                        SiteOptions.USUAL,
                        List.of(
                                new SiteFile(
                                        "index.html",
                                        content("page"),
                                        "text/html",
                                        Map.of(Coding.ZSTD, content("z")))),
                        List.of(new SiteRedirect(new PathPattern("/a"), "/b", 301, false)),
                        List.of(new SiteHeader(new PathPattern("/a"), "x-a", "b")));
        long seed = new Random().nextLong();
        var random = new Random(seed);
        String text = manifest.text();
        int refused = 0;
        // When
        for (int i = 0; i < 5000; i++) {
            var garbled = new StringBuilder(text);
            garbled.setCharAt(random.nextInt(text.length()), (char) random.nextInt(128));
            garbled.setLength(random.nextInt(text.length()) + 1);
            try {
                SiteManifest.parse(garbled.toString());
            } catch (InvalidValue e) {
                refused++;
            }
        }
        // Then
        assertThat(refused).as("seed %d", seed).isGreaterThan(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "/blog/*, /blog/2024/a, /n/:splat, /n/2024/a",
        "/blog/*, /blog, /n/:splat, /n/",
        "/:a/:b, /x/y, /:b/:a, /y/x",
        "/:a/:b/, /x/y, https://e.org:8443/:b, https://e.org:8443/y",
        "/*, /anything/here, /index.html, /index.html"
    })
    void a_target_is_filled_from_the_path(String from, String path, String to, String target) {
        // Given
        var rule = new SiteRedirect(new PathPattern(from), to, 301, false);
        // When / Then
        assertThat(rule.target(path)).contains(target);
    }

    @Test
    void what_stands_for_nothing_names_no_host() {
        // Given
        var rule = new SiteRedirect(new PathPattern("/go/*"), "/:splat/evil.example", 302, false);
        // When / Then
        assertThat(rule.target("/go")).contains("/evil.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "evil",
                "javascript:alert(1)",
                "/\\evil.example",
                "https://:splat/a",
                "https://user@host/",
                "/:nobody",
                "/a\tb"
            })
    void targets_that_lead_elsewhere_than_they_say_are_refused(String to) {
        // When / Then
        assertThatThrownBy(() -> new SiteRedirect(new PathPattern("/a/*"), to, 301, false))
                .isInstanceOf(InvalidValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/a*", "/*/a", "/../a", "/:a/:a", "/:1", "/:splat"})
    void patterns_that_mean_nothing_are_refused(String pattern) {
        // When / Then
        assertThatThrownBy(() -> new PathPattern(pattern)).isInstanceOf(InvalidValue.class);
    }
}

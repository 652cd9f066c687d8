package dev.fairlead.dataplane.answers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

class RecodingTest {
    private static Optional<Recoding> of(@Nullable String accepted, Map<String, String> fields) {
        return Recoding.of(accepted, fields::get);
    }

    private static String coding(@Nullable String accepted, String type) {
        return of(accepted, Map.of("content-type", type))
                .map(one -> {
                    MultiMap fields = MultiMap.caseInsensitiveMultiMap();
                    one.dress(fields);
                    one.close();
                    return String.valueOf(fields.get("content-encoding"));
                })
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "absent, none",
                "'', none",
                "identity, none",
                "br, none",
                "gzip, gzip",
                "'gzip, deflate, br, zstd', zstd",
                "'zstd;q=0.5, gzip', gzip",
                "GZIP, gzip",
                "gzip;q=0, none",
                "'gzip;q=0, zstd;q=0', none",
                "gzip;q=x, none",
                "x-gzip, gzip"
            })
    void the_client_chooses(@Nullable String accepted, String chosen) {
        // When / Then
        assertThat(coding(accepted, "text/html; charset=utf-8")).isEqualTo(chosen);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, gzip",
        "application/json, gzip",
        "application/problem+json, gzip",
        "image/svg+xml, gzip",
        "image/png, none",
        "application/zip, none",
        "video/mp4, none"
    })
    void only_what_becomes_smaller_is_compressed(String type, String chosen) {
        // When / Then
        assertThat(coding("gzip", type)).isEqualTo(chosen);
    }

    @Test
    void what_is_encoded_or_to_be_left_is_left() {
        // When / Then
        assertThat(of("gzip", Map.of("content-type", "text/css", "content-encoding", "br")))
                .isEmpty();
        assertThat(of("gzip", Map.of("content-type", "text/css", "cache-control", "no-transform")))
                .isEmpty();
        assertThat(of("gzip", Map.of("content-type", "text/css", "content-range", "bytes 0-1/2")))
                .isEmpty();
        assertThat(of("gzip", Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void every_piece_can_be_read_when_it_left(String coding) throws IOException {
        // Given
        Recoding recoding = of(coding, Map.of("content-type", "text/plain")).orElseThrow();
        var sent = new ByteArrayOutputStream();
        // When
        sent.write(recoding.next("first ".repeat(1000).getBytes(StandardCharsets.UTF_8)));
        String early = read(coding, sent.toByteArray(), 6000);
        sent.write(recoding.next("second".getBytes(StandardCharsets.UTF_8)));
        sent.write(recoding.last());
        // Then
        assertThat(early).isEqualTo("first ".repeat(1000));
        assertThat(read(coding, sent.toByteArray(), -1))
                .isEqualTo("first ".repeat(1000) + "second");
        assertThat(sent.size()).isLessThan(1000);
    }

    private static String read(String coding, byte[] bytes, int most) throws IOException {
        var source = new ByteArrayInputStream(bytes);
        try (InputStream in =
                coding.equals("gzip") ? new GZIPInputStream(source) : new ZstdInputStream(source)) {
            byte[] plain = most < 0 ? in.readAllBytes() : in.readNBytes(most);
            return new String(plain, StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_strong_tag_becomes_weak() {
        // Given
        Recoding recoding = of("gzip", Map.of("content-type", "text/plain")).orElseThrow();
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        fields.set("etag", "\"a\"").set("content-length", "9");
        // When
        recoding.dress(fields);
        recoding.close();
        // Then
        assertThat(fields.get("etag")).isEqualTo("W/\"a\"");
        assertThat(fields.contains("content-length")).isFalse();
    }
}

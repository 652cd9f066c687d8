package dev.fairlead.dataplane.sites;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-, 0, 100",
        "bytes=10-19, 10, 10",
        "bytes=90-1000, 90, 10",
        "bytes=-5, 95, 5",
        "bytes=-500, 0, 100",
        "Bytes = 1-2, 1, 2"
    })
    void one_part_is_cut_to_the_file(String text, long first, long length) {
        // When / Then
        assertThat(ByteRange.parse(text, 100)).contains(new ByteRange(first, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=5000-6000", "bytes=-0"})
    void a_part_beyond_the_end_cannot_be_had(String text) {
        // When / Then
        assertThat(ByteRange.parse(text, 100)).contains(ByteRange.UNSATISFIABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=1-0",
                "bytes=a-b",
                "items=0-1",
                "bytes=0-1,2-3",
                "bytes=99999999999999999999-",
                "bytes=0-99999999999999999999",
                "bytes=+1-2",
                "bytes=--1"
            })
    void what_cannot_be_read_or_is_several_parts_asks_for_the_whole(String text) {
        // When / Then
        assertThat(ByteRange.parse(text, 100)).isEmpty();
    }

    @Test
    void no_text_ever_asks_for_what_is_not_in_the_file() {
        // Given
        long seed = new Random().nextLong();
        var random = new Random(seed);
        String alphabet = "bytes=-0123456789, 99";
        for (int i = 0; i < 100_000; i++) {
            var text = new StringBuilder(random.nextBoolean() ? "bytes=" : "");
            for (int n = random.nextInt(24); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            long size = random.nextInt(200);
            // When
            var range = ByteRange.parse(text.toString(), size);
            // Then
            range.ifPresent(part -> {
                assertThat(part.first()).as("seed %d: %s", seed, text).isNotNegative();
                assertThat(part.length()).as("seed %d: %s", seed, text).isNotNegative();
                assertThat(part.first() + part.length())
                        .as("seed %d: %s of %d", seed, text, size)
                        .isLessThanOrEqualTo(size);
            });
        }
    }
}

package dev.fairlead.cli.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "1k, 1024",
        "2M, 2097152",
        "10GiB, 10737418240",
        "1TB, 1099511627776",
        "100B, 100"
    })
    void sizes_are_read_as_people_write_them(String text, long bytes) {
        assertThat(Bytes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "ten", "1.5G", "-1G", "99999999999999999G", "1X"})
    void what_is_no_size_is_refused(String text) {
        assertThatThrownBy(() -> Bytes.parse(text)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "1610612736, 1.5 GiB"})
    void sizes_are_shown_short(long bytes, String text) {
        assertThat(Bytes.shown(bytes)).isEqualTo(text);
    }
}

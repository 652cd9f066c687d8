package dev.fairlead.model.variables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

class DotenvTest {
    @Test
    void a_file_is_read_as_people_write_it() {
        // Given
        String file =
                """
                \uFEFF# what it is for
                PLAIN=one two   # a remark
                export EXPORTED = yes
                EMPTY=
                HASH=a#b
                SINGLE='as $it is\\n # here'
                DOUBLE="a\\tb \\"c\\" \\\\ \\$d \\q" # a remark
                LINES="one
                two"
                REFERENCE=${project.HOST}/x
                PLAIN=again
                """
                        .strip();
        // When
        Map<String, String> values = Dotenv.parse(file.replace("EMPTY=\n", "EMPTY=\r\n"));
        // Then
        assertThat(values)
                .containsExactly(
                        Map.entry("EXPORTED", "yes"),
                        Map.entry("EMPTY", ""),
                        Map.entry("HASH", "a#b"),
                        Map.entry("SINGLE", "as $it is\\n # here"),
                        Map.entry("DOUBLE", "a\tb \"c\" \\ $d \\q"),
                        Map.entry("LINES", "one\ntwo"),
                        Map.entry("REFERENCE", "${project.HOST}/x"),
                        Map.entry("PLAIN", "again"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hunter2", "A='hunter2", "A=\"hunter2", "A='x' hunter2", "9=hunter2", "=x"})
    void what_cannot_be_read_is_refused_by_its_line_and_not_shown(String line) {
        assertThatThrownBy(() -> Dotenv.parse("GOOD=1\n" + line))
                .isInstanceOfSatisfying(
                        InvalidValue.class,
                        e -> {
                            assertThat(e.what()).isEqualTo("line 2");
                            assertThat(e.rule()).doesNotContain("hunter2");
                        });
    }

    @Test
    void what_is_written_is_read_again() {
        // Given
        long seed = new Random().nextLong();
        var random = new Random(seed);
        String letters = "ab\"'\\ #$\n\r\t={}äé\u2028\uD83D\uDE00export`";
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < 500; i++) {
            var value = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                int at = random.nextInt(letters.length());
                value.append(letters.charAt(at));
            }
            values.put("V" + i, value.toString());
        }
        // When
        Map<String, String> read = Dotenv.parse(Dotenv.write(values));
        // Then
        assertThat(read).as("seed " + seed).containsExactlyEntriesOf(values);
    }
}

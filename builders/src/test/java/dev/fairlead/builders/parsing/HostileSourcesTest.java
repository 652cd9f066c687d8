package dev.fairlead.builders.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.builders.analysis.Report;
import dev.fairlead.builders.analysis.Report.Kind;
import dev.fairlead.builders.analysis.Report.Remark;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// Sources that are there to break a parser, or what walks its trees.
@Tag("slow")
class HostileSourcesTest {
    private static final long SEED = 20_261_121;
    private static final int MUTANTS = 500;
    private static final int DEEP = 100_000;

    private @TempDir Path directory;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Report script(String file, byte[] text) throws Exception {
        return Readings.in(directory)
                .read(Readings.SCRIPT, Map.of(file, text), Set.of())
                .getOrDefault(file, new Report(List.of()));
    }

    private BuildFailed crash(SourceReading.Parser parser, String file, String text) {
        return catchThrowableOfType(
                BuildFailed.class,
                () -> Readings.in(directory).read(parser, Map.of(file, bytes(text)), Set.of()));
    }

    @Test
    void brackets_without_end_are_an_error_with_the_place_where_they_are_deepest() {
        // Given
        String text = "let a =\n" + "(".repeat(DEEP) + "1" + ")".repeat(DEEP) + ";";
        // When
        BuildFailed failed = crash(Readings.SCRIPT, "a.js", text);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(failed.detail()).startsWith("a.js:2:" + DEEP + ": ").contains("nests too deep");
    }

    @Test
    void what_nests_deep_but_can_be_parsed_ends_with_a_report_or_an_error() throws Exception {
        // Given
        int depth = 1500;
        String nested = "[".repeat(depth) + "eval" + "]".repeat(depth) + ";";
        String members = "a" + ".b".repeat(DEEP) + ";";
        // When
        Report brackets = script("a.js", bytes(nested));
        Report chain = script("a.js", bytes(members));
        // Then
        assertThat(brackets.of(Kind.FORBIDDEN)).hasSize(1);
        assertThat(chain.of(Kind.ERROR))
                .extracting(Remark::text)
                .containsExactly("the source nests too deep to be parsed");
    }

    @Test
    void a_file_of_ten_megabytes_is_read() throws Exception {
        // Given
        String line = "export const someName = { key: call(1), text: 'and words to fill it' };\n";
        var text = new StringBuilder();
        for (int at = 0; text.length() < 10 << 20; at++) {
            text.append(line.replace("someName", "name" + at));
        }
        text.append("eval('1');");
        // When
        Report report = script("a.js", bytes(text.toString()));
        // Then
        assertThat(report.of(Kind.FORBIDDEN)).hasSize(1);
    }

    @Test
    void bytes_that_are_no_text_are_an_error_with_their_line() throws Exception {
        // Given
        byte[] text = bytes("let a = 'ä\uFFFD';\nlet b = 'X';");
        text[text.length - 3] = (byte) 0xc3;
        // When
        Report report = script("a.js", text);
        // Then
        assertThat(report.remarks())
                .containsExactly(new Remark(Kind.ERROR, "a.js", 2, 10, "the file is not UTF-8"));
    }

    @Test
    void a_syntax_error_has_its_place() throws Exception {
        // When
        Report plain = script("a.js", bytes("let a = 1;\nlet b = ;\n"));
        Report typed = script("a.ts", bytes("const a: = 1;"));
        // Then
        assertThat(plain.of(Kind.ERROR)).extracting(Remark::place).containsExactly("a.js:2:9");
        assertThat(typed.of(Kind.ERROR)).extracting(Remark::line).contains(1);
    }

    @Test
    void dart_that_nests_without_end_ends_with_an_answer() throws Exception {
        // Given
        String text = "var a = " + "(".repeat(DEEP) + "1" + ")".repeat(DEEP) + ";";
        // When
        Map<String, Report> found =
                Readings.in(directory)
                        .read(DartBuilder.parser(), Map.of("a.dart", bytes(text)), Set.of());
        // Then
        assertThat(found).containsOnlyKeys("a.dart");
    }

    private static byte[] mutated(Random random, byte[] text, byte[] other) {
        byte[] made = text.clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(made.length);
            int length = Math.min(1 + random.nextInt(12), made.length - at);
            switch (random.nextInt(4)) {
                case 0 -> made[at] = (byte) random.nextInt(256);
                case 1 ->
                        java.util.Arrays.fill(
                                made, at, at + length, (byte) "({[<`'\\".charAt(random.nextInt(7)));
                case 2 ->
                        System.arraycopy(
                                other,
                                Math.min(at, other.length - 1),
                                made,
                                at,
                                Math.min(length, Math.max(0, other.length - at - 1)));
                default -> {
                    byte[] more = java.util.Arrays.copyOf(made, made.length + length);
                    System.arraycopy(made, at, more, at + length, made.length - at);
                    made = more;
                }
            }
        }
        return made;
    }

    private static Map<String, byte[]> mutants(String ending, List<Broken> seeds) {
        var random = new Random(SEED);
        var sources = new HashMap<String, byte[]>();
        for (int i = 0; i < MUTANTS; i++) {
            Broken one = seeds.get(random.nextInt(seeds.size()));
            Broken other = seeds.get(random.nextInt(seeds.size()));
            sources.put(
                    "m" + i + "." + ending,
                    mutated(
                            random,
                            bytes(one.text().replace("⟦", "")),
                            bytes(other.text().replace("⟦", ""))));
        }
        return sources;
    }

    @Test
    void mutated_scripts_never_break_the_walk() throws Exception {
        // Given
        List<Broken> seeds =
                Stream.concat(ScriptRulesTest.broken(), ScriptRulesTest.looksForbidden()).toList();
        Map<String, byte[]> sources = mutants("ts", seeds);
        // When
        Map<String, Report> found = Readings.in(directory).read(Readings.SCRIPT, sources, Set.of());
        // Then
        assertThat(found).hasSize(MUTANTS);
        assertThat(found.values())
                .as("seed " + SEED)
                .anyMatch(report -> !report.of(Kind.FORBIDDEN).isEmpty())
                .anyMatch(report -> !report.of(Kind.ERROR).isEmpty());
    }

    @Test
    void mutated_dart_never_breaks_the_walk() throws Exception {
        // Given
        List<Broken> seeds =
                Stream.concat(DartRulesTest.broken(), DartRulesTest.looksForbidden()).toList();
        Map<String, byte[]> sources = mutants("dart", seeds);
        // When
        Map<String, Report> found =
                Readings.in(directory).read(DartBuilder.parser(), sources, Set.of());
        // Then
        assertThat(found).hasSize(MUTANTS);
        assertThat(found.values())
                .as("seed " + SEED)
                .anyMatch(report -> !report.of(Kind.FORBIDDEN).isEmpty())
                .anyMatch(report -> !report.of(Kind.ERROR).isEmpty());
    }
}

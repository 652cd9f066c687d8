package dev.fairlead.builders.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.builders.analysis.Rule;
import dev.fairlead.builders.analysis.Severity;
import dev.fairlead.builders.parsing.DartRules;
import dev.fairlead.builders.parsing.ScriptRules;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class RulesDocumentedTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "languages.md");

    private static Stream<String> rows(String languages, List<Rule> rules) {
        return rules.stream()
                .map(rule ->
                        "| `"
                                + rule.id()
                                + "` | "
                                + languages
                                + " | "
                                + (rule.severity() == Severity.BLOCK ? "refused" : "warned")
                                + " | "
                                + rule.message()
                                + " |");
    }

    @Test
    void the_page_has_every_rule_and_no_other() throws IOException {
        // Given
        List<String> rules =
                Stream.of(
                                rows("Java", JavaRules.ALL),
                                rows("JavaScript, TypeScript", ScriptRules.ALL),
                                rows("Dart", DartRules.ALL))
                        .flatMap(each -> each)
                        .toList();
        // When
        List<String> page =
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.matches("\\| `(?:java|script|dart)-.*"))
                        .toList();
        // Then
        assertThat(String.join("\n", page)).isEqualTo(String.join("\n", rules));
    }
}

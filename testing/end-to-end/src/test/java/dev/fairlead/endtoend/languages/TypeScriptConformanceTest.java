package dev.fairlead.endtoend.languages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.model.functions.Language;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.List;

class TypeScriptConformanceTest extends LanguageConformance {
    @Override
    Language language() {
        return Language.TYPESCRIPT;
    }

    @Test
    void a_failure_names_the_line_that_was_written() throws Exception {
        // Given
        List<String> lines = Files.readAllLines(source().resolve("index.ts"));
        int thrown = 1 + lines.indexOf("      throw new Error('on purpose');");
        // When
        Told told = ask("GET", "/fail", "", new byte[0]);
        // Then
        assertThat(thrown).isPositive();
        assertThat(told.report().logs().toString())
                .contains("index.ts:" + thrown + ":")
                .doesNotContain("bundle.js");
    }

    @Test
    void a_line_of_the_log_with_a_stack_names_the_line_that_was_written() throws Exception {
        // Given
        List<String> lines = Files.readAllLines(source().resolve("types.ts"));
        int made = 1 + lines.indexOf("  return new Error('for the log');");
        // When
        Told told = ask("GET", "/stack", "", new byte[0]);
        // Then
        assertThat(made).isPositive();
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.report().logs().toString())
                .contains("types.ts:" + made + ":")
                .doesNotContain("bundle.js");
    }
}

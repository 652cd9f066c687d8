package dev.fairlead.builders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.builders.intake.LanguageSigns;
import dev.fairlead.builders.intake.SourceIntake;
import dev.fairlead.model.functions.Language;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

class LanguageSignsTest {
    private static final String TYPED = "export const handle = (r: { path: string }) => r.path;";
    private static final String STRINGS =
            "export function handle(input: string): string { return input; }";

    private @TempDir Path directory;

    record Guess(Language language, Map<String, String> files) {}

    static Stream<Guess> guesses() {
        return Stream.of(
                new Guess(Language.TYPESCRIPT, Map.of("index.ts", TYPED)),
                new Guess(Language.TYPESCRIPT, Map.of("index.tsx", TYPED)),
                new Guess(Language.TYPESCRIPT, Map.of("index.ts", TYPED, "a.js", "")),
                new Guess(Language.TYPESCRIPT, Map.of("src/a.mts", TYPED, "tsconfig.json", "{}")),
                new Guess(
                        Language.TYPESCRIPT,
                        Map.of(
                                "index.ts",
                                "import type { Request } from './fairlead';\n" + TYPED,
                                "package.json",
                                "{\"dependencies\": {\"zod\": \"4\"}}")),
                new Guess(Language.JAVASCRIPT, Map.of("index.js", "", "fairlead.d.ts", TYPED)),
                new Guess(Language.JAVASCRIPT, Map.of("index.js", "", "package.json", "{}")),
                new Guess(Language.ASSEMBLYSCRIPT, Map.of("index.ts", STRINGS)),
                new Guess(Language.ASSEMBLYSCRIPT, Map.of("index.ts", "let a: i32 = 1;")),
                new Guess(Language.ASSEMBLYSCRIPT, Map.of("index.ts", "new StaticArray<u8>(1)")),
                new Guess(
                        Language.ASSEMBLYSCRIPT,
                        Map.of("index.ts", "import { JSON } from \"json-as\";")),
                new Guess(
                        Language.ASSEMBLYSCRIPT,
                        Map.of("index.ts", "import { Request, Response } from \"fairlead\";")),
                new Guess(
                        Language.ASSEMBLYSCRIPT, Map.of("index.ts", TYPED, "asconfig.json", "{}")),
                new Guess(
                        Language.ASSEMBLYSCRIPT,
                        Map.of(
                                "index.ts",
                                TYPED,
                                "package.json",
                                "{\"devDependencies\": {\"assemblyscript\": \"*\"}}")),
                new Guess(Language.DART, Map.of("lib/a.dart", "")),
                new Guess(Language.DART, Map.of("pubspec.yaml", "", "index.js", "")),
                new Guess(Language.RUST, Map.of("Cargo.toml", "", "index.ts", TYPED)));
    }

    @ParameterizedTest
    @MethodSource("guesses")
    void files_and_what_is_in_them_tell_the_language(Guess guess) throws IOException {
        // Given
        for (Map.Entry<String, String> file : guess.files().entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        // When
        Language found = LanguageSigns.of(SourceIntake.treeOf(directory));
        // Then
        assertThat(found).isEqualTo(guess.language());
    }

    static Stream<Guess> loneFiles() {
        return guesses().filter(guess -> guess.files().size() == 1);
    }

    @ParameterizedTest
    @MethodSource("loneFiles")
    void a_lone_file_is_known_by_its_content(Guess guess) throws IOException {
        // Given
        Path file = directory.resolve("upload");
        Map.Entry<String, String> only = guess.files().entrySet().iterator().next();
        Files.writeString(file, only.getValue());
        // When
        Language found = LanguageSigns.ofFile(only.getKey(), file);
        // Then
        assertThat(found).isEqualTo(guess.language());
    }
}

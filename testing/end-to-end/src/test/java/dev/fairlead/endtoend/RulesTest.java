package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Main;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// What is forbidden is refused by the server and by the command line alone, at the same place and
/// by the same rule.
@Tag("slow")
@Timeout(240)
class RulesTest {
    private final Installation fairlead = Installation.shared().ready();

    @TempDir Path folder = Path.of("");

    private record Ran(int exitCode, String text) {}

    record Project(String name, Map<String, String> files, String said) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Project> refused() {
        return Stream.of(
                new Project(
                        "javascript",
                        Map.of(
                                "index.js",
                                "import './lib/deep/a.js';\nexport const handle = () => 1;",
                                "lib/deep/a.js",
                                "\nconst run = globalThis['ev' + 'al'];"),
                        "lib/deep/a.js:2:24: eval"),
                new Project(
                        "typescript",
                        Map.of(
                                "index.ts",
                                "export const handle = (): number => 1;",
                                "unused.ts",
                                "const { exit } = process as any;"),
                        "unused.ts:1:9: process.exit"),
                new Project(
                        "dart",
                        Map.of("lib/a.dart", "import 'dart:io' as io;\nf() => io.exit(1);"),
                        "lib/a.dart:2:11: dart:io exit"),
                new Project(
                        "java",
                        Map.of(
                                "src/A.java",
                                "@dev.fairlead.function.CloudFunction class A implements"
                                        + " dev.fairlead.function.Function {\n  public"
                                        + " dev.fairlead.function.Response"
                                        + " handle(dev.fairlead.function.Request r) {\n"
                                        + "    System.exit(1); return null; } }"),
                        "src/A.java:3:12: java.lang.System.exit"));
    }

    private Ran run(String... arguments) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int exitCode =
                Main.commandLine(
                                out,
                                out,
                                Map.of(
                                        "FAIRLEAD_URL",
                                        fairlead.url(),
                                        "FAIRLEAD_TOKEN",
                                        fairlead.key(),
                                        "FAIRLEAD_CACHE",
                                        LocalProject.CACHE.toString()))
                        .execute(arguments);
        return new Ran(exitCode, bytes.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void the_server_and_the_command_line_refuse_alike(Project project) throws IOException {
        // Given
        Path source = Files.createDirectory(folder.resolve("rules-" + project.name()));
        // A source of one folder alone is what is in that folder.
        Files.writeString(source.resolve("notes.txt"), "");
        for (Map.Entry<String, String> each : project.files().entrySet()) {
            Path file = source.resolve(each.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, each.getValue());
        }
        System.setProperty("fairlead.home", Installation.root().toString());
        // When
        Ran tested = run("test", source.toString(), "--path", "/");
        Ran deployed = run("deploy", source.toString(), "--project", "rules");
        // Then
        assertThat(tested.exitCode()).isNotZero();
        assertThat(deployed.exitCode()).isNotZero();
        assertThat(tested.text()).contains(project.said(), "(code-forbidden)");
        assertThat(deployed.text()).contains(project.said(), "(code-forbidden)");
    }
}

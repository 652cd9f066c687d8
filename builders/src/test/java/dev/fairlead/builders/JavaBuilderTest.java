package dev.fairlead.builders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.builders.languages.Built;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.Language;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/// What is found in Java sources before they become a function.
@Tag("slow")
class JavaBuilderTest {
    private @TempDir Path directory;

    private static Hostile.Entry handler(String file, String name) {
        return Hostile.file(
                file,
                """
                import dev.fairlead.function.*;
                @CloudFunction
                public class %s implements Function {
                    public Response handle(Request r) throws Exception { return Response.text("hi"); }
                }
                """
                        .formatted(name));
    }

    private Built build(Hostile.Entry... files) throws Exception {
        return BuildBed.in(directory).build(Language.JAVA, files);
    }

    private BuildFailed failure(Hostile.Entry... files) {
        return BuildBed.in(directory).failure(Language.JAVA, files);
    }

    @Test
    void a_handler_is_found_in_any_file_and_the_jar_names_it() throws Exception {
        // Given
        Hostile.Entry nested =
                Hostile.file(
                        "deep/down/some.name.java",
                        """
                        package a.b;
                        class Outer {
                            @dev.fairlead.function.CloudFunction
                            static class Inner implements dev.fairlead.function.Function {
                                public dev.fairlead.function.Response handle(dev.fairlead.function.Request r) {
                                    return c.Other.answer();
                                }
                            }
                        }
                        """);
        Hostile.Entry other =
                Hostile.file(
                        "x/Other.java",
                        """
                        package c;
                        public class Other {
                            public static dev.fairlead.function.Response answer() {
                                return dev.fairlead.function.Response.json(java.util.Map.of());
                            }
                        }
                        """);
        // When
        Built built = build(nested, other);
        // Then
        assertThat(built.abi()).isEqualTo(Abi.JAVA);
        try (var jar = new ZipFile(built.artifact().toFile())) {
            var entry = jar.getEntry("META-INF/fairlead/function");
            assertThat(new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("a.b.Outer$Inner");
        }
    }

    @Test
    void two_handlers_are_ambiguous_and_both_are_named() {
        // When
        BuildFailed failed = failure(handler("a/One.java", "One"), handler("b/Two.java", "Two"));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.HANDLER_AMBIGUOUS);
        assertThat(failed.detail()).contains("a/One.java", "b/Two.java");
    }

    @Test
    void a_source_without_a_marked_class_has_no_handler() {
        // When
        BuildFailed failed = failure(Hostile.file("A.java", "class A {}"));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.HANDLER_MISSING);
    }

    @Test
    void a_marked_class_that_cannot_answer_is_told_so_with_its_place() {
        // When
        BuildFailed failed =
                failure(
                        Hostile.file(
                                "A.java", "\n@dev.fairlead.function.CloudFunction class A {}\n"));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(failed.detail()).startsWith("A.java:2:1: A cannot answer requests");
    }

    @Test
    void errors_have_their_file_and_line_and_column() {
        // Given
        Hostile.Entry syntax = Hostile.file("src/B.java", "class B {\n  int x = ;\n}\n");
        Hostile.Entry type = Hostile.file("src/B.java", "class B {\n  int x = \"a\";\n}\n");
        // When
        BuildFailed parsed = failure(handler("A.java", "A"), syntax);
        BuildFailed typed = failure(handler("A.java", "A"), type);
        // Then
        assertThat(parsed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(parsed.diagnostics().getFirst())
                .isEqualTo(new Diagnostic("src/B.java", 2, 11, "illegal start of expression"));
        assertThat(typed.diagnostics())
                .extracting(Diagnostic::file, Diagnostic::line, Diagnostic::column)
                .containsExactly(tuple("src/B.java", 2, 11));
    }

    @Test
    void what_is_forbidden_is_refused_with_every_place() {
        // Given
        Hostile.Entry bad =
                Hostile.file(
                        "src/Bad.java",
                        """
                        class Bad {
                            void a() throws Exception {
                                new ProcessBuilder("x").start();
                            }

                            void b() { System.exit(1); }
                        }
                        """);
        // When
        BuildFailed failed = failure(handler("A.java", "A"), bad);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.CODE_FORBIDDEN);
        assertThat(failed.diagnostics())
                .extracting(Diagnostic::file, Diagnostic::line, Diagnostic::column)
                .containsExactly(tuple("src/Bad.java", 3, 13), tuple("src/Bad.java", 6, 23));
        assertThat(failed.detail()).startsWith("src/Bad.java:3:13: java.lang.ProcessBuilder");
    }

    @Test
    void annotation_processors_and_tests_are_left_alone() throws Exception {
        // Given
        Hostile.Entry test = Hostile.file("src/test/java/ATest.java", "import org.junit.Test; x");
        Hostile.Entry processor =
                Hostile.file("META-INF/services/javax.annotation.processing.Processor", "Evil");
        // When
        Built built = build(handler("src/main/java/A.java", "A"), test, processor);
        // Then
        assertThat(built.abi()).isEqualTo(Abi.JAVA);
    }

    @Test
    void a_source_that_nests_without_end_is_refused() {
        // Given
        String deep = "(".repeat(400_000) + "1" + ")".repeat(400_000);
        // When
        BuildFailed failed =
                failure(
                        handler("A.java", "A"),
                        Hostile.file("B.java", "class B { int x = " + deep + "; }"));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(List.of(failed.detail())).allMatch(text -> text.contains("nests too deep"));
    }
}

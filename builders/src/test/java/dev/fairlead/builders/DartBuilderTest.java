package dev.fairlead.builders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Language;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class DartBuilderTest {
    private static final String CLASS =
            "@cloudFunction\nclass Hello extends CloudFunction {\n  String handle(r) => 'hi';\n}\n";
    private static final String FUNCTION =
            "@cloudFunction\nFuture<String> hello(Request r) async => 'hi';\n";

    private @TempDir Path directory;

    private BuildFailed failure(Hostile.Entry... files) {
        return BuildBed.in(directory).failure(Language.DART, files);
    }

    @Test
    void what_is_clean_is_told_that_there_is_no_compiler() {
        // When
        BuildFailed failed =
                failure(
                        Hostile.file("pubspec.yaml", "name: hello"),
                        Hostile.file("lib/src/deep/hello.dart", CLASS));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.TOOLCHAIN_MISSING);
        assertThat(failed.detail()).contains("no compiler for Dart", "WebAssembly");
    }

    @Test
    void what_is_forbidden_comes_first() {
        // When
        BuildFailed failed =
                failure(
                        Hostile.file("a.dart", "// no handler"),
                        Hostile.file("lib/b.dart", "import 'dart:io' as io;\nf() => io.exit(1);"));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.CODE_FORBIDDEN);
        assertThat(failed.detail())
                .startsWith("lib/b.dart:2:11: dart:io exit")
                .contains("[dart-exit]");
    }

    @Test
    void no_handler_and_two_handlers_are_refused_with_their_files() {
        // When
        BuildFailed none =
                failure(
                        Hostile.file("a.dart", "// @cloudFunction\nclass A {}"),
                        Hostile.file("lib/b.dart", "final s = '@cloudFunction';"));
        BuildFailed two =
                failure(
                        Hostile.file("a.dart", CLASS),
                        Hostile.file("lib/b.dart", FUNCTION),
                        Hostile.file("test/c.dart", FUNCTION));
        // Then
        assertThat(none.code()).isEqualTo(ErrorCode.HANDLER_MISSING);
        assertThat(none.detail()).contains("a.dart", "lib/b.dart");
        assertThat(two.code()).isEqualTo(ErrorCode.HANDLER_AMBIGUOUS);
        assertThat(two.detail()).contains("Hello in a.dart", "hello in lib/b.dart");
        assertThat(two.detail()).doesNotContain("test/c.dart");
    }

    @Test
    void a_mark_on_what_cannot_answer_is_an_error_with_its_place() {
        // When
        BuildFailed other = failure(Hostile.file("a.dart", "\n@cloudFunction\nclass A {}"));
        BuildFailed hidden =
                failure(
                        Hostile.file(
                                "a.dart",
                                "@cloudFunction\nabstract class A extends CloudFunction {}"));
        // Then
        assertThat(other.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(other.detail()).startsWith("a.dart:2:1: A cannot answer requests");
        assertThat(hidden.detail()).contains("no instance can be made");
    }

    @Test
    void what_is_no_dart_is_an_error_with_its_place() {
        // When
        BuildFailed failed = failure(Hostile.file("a.dart", CLASS + "void f( {\n"));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(failed.diagnostics().getFirst().file()).isEqualTo("a.dart");
        assertThat(failed.diagnostics().getFirst().line()).isEqualTo(5);
    }
}

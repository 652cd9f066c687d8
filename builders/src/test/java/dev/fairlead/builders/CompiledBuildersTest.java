package dev.fairlead.builders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.Language;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What every builder that runs a compiler must do.
@Tag("slow")
class CompiledBuildersTest {
    private @TempDir Path directory;

    private Built build(Language language, Hostile.Entry... files)
            throws IOException, InterruptedException {
        return BuildBed.in(directory).build(language, files);
    }

    private BuildFailed failure(Language language, Hostile.Entry... files) {
        return BuildBed.in(directory).failure(language, files);
    }

    private static Hostile.Entry[] hello(Language language) {
        return switch (language) {
            case RUST ->
                    one(
                            "src/lib.rs",
                            "pub fn handle(_: fairlead::Request) -> &'static str { \"hello\" }");
            case GO ->
                    one(
                            "greet/greet.go",
                            """
                            package greet

                            import "fairlead.dev/fairlead"

                            func Handle(r fairlead.Request) fairlead.Response {
                                return fairlead.Text(200, "hello")
                            }
                            """);
            case C ->
                    one(
                            "hello.c",
                            """
                            #include <fairlead.h>
                            void handle(const fl_request *q, fl_response *r) { fl_print(r, "hello %s", fl_path(q)); }
                            """);
            case CPP ->
                    one(
                            "hello.cpp",
                            """
                            #include <fairlead.hpp>
                            fairlead::Response handle(const fairlead::Request &) { return fairlead::text("hello"); }
                            """);
            case ASSEMBLYSCRIPT ->
                    one(
                            "index.ts",
                            """
                            import { Request, Response } from "fairlead";
                            export function handle(request: Request): Response {
                              return Response.text("hello");
                            }
                            """);
            case JAVA ->
                    one(
                            "app/Hello.java",
                            """
                            import dev.fairlead.function.*;
                            @CloudFunction
                            class Hello implements Function {
                                public Response handle(Request request) { return Response.text("hello"); }
                            }
                            """);
            case JAVASCRIPT -> one("index.js", "export const handle = () => 'hello';");
            case TYPESCRIPT -> one("index.ts", "export const handle = (): string => 'hello';");
            case WASM, DART -> throw new AssertionError("nothing is compiled");
        };
    }

    private static Hostile.Entry[] one(String name, String text) {
        return new Hostile.Entry[] {Hostile.file(name, text)};
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WASM", "DART"})
    void the_same_source_is_the_same_bytes_in_another_directory(Language language)
            throws Exception {
        // Given
        Built first = build(language, hello(language));
        // When
        Built second = build(language, hello(language));
        // Then
        assertThat(second.artifact()).isNotEqualTo(first.artifact());
        assertThat(BuildBed.hash(second)).isEqualTo(BuildBed.hash(first));
        assertThat(second.abi()).isEqualTo(first.abi());
    }

    record Broken(Language language, String file, int line, String text, String message) {
        @Override
        public String toString() {
            return language.word();
        }
    }

    static Stream<Broken> broken() {
        return Stream.of(
                new Broken(
                        Language.RUST,
                        "src/lib.rs",
                        2,
                        "pub fn handle(_: fairlead::Request) -> String {\n    1\n}\n",
                        "mismatched types"),
                new Broken(
                        Language.GO,
                        "greet/greet.go",
                        6,
                        """
                        package greet

                        import "fairlead.dev/fairlead"

                        func Handle(r fairlead.Request) fairlead.Response {
                            return 1
                        }
                        """,
                        "cannot use 1"),
                new Broken(
                        Language.C,
                        "hello.c",
                        3,
                        """
                        #include <fairlead.h>
                        void handle(const fl_request *q, fl_response *r) {
                          nowhere(q);
                        }
                        """,
                        "nowhere"),
                new Broken(
                        Language.CPP,
                        "hello.cpp",
                        3,
                        """
                        #include <fairlead.hpp>
                        fairlead::Response handle(const fairlead::Request &) {
                          return 1;
                        }
                        """,
                        "no viable conversion"),
                new Broken(
                        Language.ASSEMBLYSCRIPT,
                        "index.ts",
                        3,
                        """
                        import { Request, Response } from "fairlead";
                        export function handle(request: Request): Response {
                          return 1;
                        }
                        """,
                        "TS2322"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void an_error_names_the_authors_file_line_and_column(Broken broken) {
        // Given
        Hostile.Entry file = Hostile.file(broken.file(), broken.text());
        // When
        BuildFailed failed =
                failure(broken.language(), file, Hostile.file("README.md", "Not the code."));
        // Then
        Diagnostic first = failed.diagnostics().getFirst();
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(first.file()).isEqualTo(broken.file());
        assertThat(first.line()).isEqualTo(broken.line());
        assertThat(first.column()).isPositive();
        assertThat(first.message()).contains(broken.message());
    }

    record Missing(Language language, Tool tool, String debianPackage) {}

    static Stream<Missing> missing() {
        return Stream.of(
                new Missing(Language.RUST, Tool.RUST_STD, "libstd-rust-dev-wasm32"),
                new Missing(Language.RUST, Tool.RUSTC, "rustc"),
                new Missing(Language.GO, Tool.GO, "golang-1.23-go"),
                new Missing(Language.C, Tool.WASI_LIBC, "wasi-libc"),
                new Missing(Language.CPP, Tool.WASI_LIBCPP, "libc++-19-dev-wasm32"),
                new Missing(Language.ASSEMBLYSCRIPT, Tool.NODE, "nodejs"));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void a_missing_tool_is_an_error_that_names_its_package(Missing missing) {
        // Given
        BuilderSettings without =
                BuildBed.settings().with(missing.tool(), Path.of("/nowhere/tool"));
        // When
        BuildFailed failed =
                catchThrowableOfType(
                        BuildFailed.class,
                        () ->
                                BuildBed.in(directory)
                                        .build(
                                                without,
                                                missing.language(),
                                                hello(missing.language())));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.TOOLCHAIN_MISSING);
        assertThat(failed.detail()).contains(missing.debianPackage());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WASM", "JAVASCRIPT"})
    void a_source_without_a_handler_is_told_what_one_looks_like(Language language) {
        // Given
        String ending =
                switch (language) {
                    case RUST -> "rs";
                    case GO -> "go";
                    case C -> "c";
                    case CPP -> "cpp";
                    case DART -> "dart";
                    default -> "ts";
                };
        // When
        BuildFailed failed = failure(language, Hostile.file("other." + ending, "// nothing\n"));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.HANDLER_MISSING);
        assertThat(failed.detail()).containsIgnoringCase("handle");
    }

    static Stream<Broken> commands() {
        return Stream.of(
                new Broken(Language.RUST, "src/main.rs", 0, "fn main() { print!(\"x\") }", ""),
                new Broken(Language.GO, "x.go", 0, "package main\nfunc main() { print(1) }", ""),
                new Broken(Language.C, "x.c", 0, "int main(void) { return 0; }", ""),
                new Broken(
                        Language.CPP,
                        "x.cc",
                        0,
                        "#include <cstdio>\nint main() { puts(\"x\"); }",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_main_is_a_command(Broken command) throws Exception {
        // Given
        Hostile.Entry file = Hostile.file(command.file(), command.text());
        // When
        Built built = build(command.language(), file);
        // Then
        assertThat(built.abi()).isEqualTo(Abi.COMMAND);
    }

    @Test
    void c_and_cpp_go_together() throws Exception {
        // Given
        var c = Hostile.file("lib/part.c", "int part(void) { return 42; }");
        var header = Hostile.file("include/part.h", "extern \"C\" int part(void);");
        var cpp =
                Hostile.file(
                        "src/hello.cpp",
                        """
                        #include <part.h>
                        #include <fairlead.hpp>
                        fairlead::Response handle(const fairlead::Request &) { return fairlead::text(std::to_string(part())); }\
                        """);
        // When
        Built built = build(Language.CPP, c, header, cpp);
        // Then
        assertThat(built.abi()).isEqualTo(Abi.HANDLER);
    }

    @Test
    void assemblyscript_reads_and_writes_json_with_json_as() throws Exception {
        // Given
        var source =
                Hostile.file(
                        "index.ts",
                        """
                        import { JSON } from "json-as";
                        @json
                        class Point { x: f64 = 0; }
                        export function handle(input: string): string {
                          return JSON.stringify(JSON.parse<Point>('{"x":1}'));
                        }
                        """);
        // When
        Built built = build(Language.ASSEMBLYSCRIPT, source);
        // Then
        assertThat(built.abi()).isEqualTo(Abi.ASSEMBLYSCRIPT);
    }

    @Test
    void what_is_no_text_is_the_compilers_to_refuse() {
        // Given
        List<Language> languages = List.of(Language.RUST, Language.C, Language.GO);
        // When
        List<BuildFailed> failures =
                languages.stream()
                        .map(language -> failure(language, Hostile.file("x.bin", "\u0000ÿ")))
                        .toList();
        // Then
        assertThat(failures).extracting(BuildFailed::code).containsOnly(ErrorCode.HANDLER_MISSING);
    }
}

package dev.fairlead.builders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.builders.languages.Built;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.Language;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/// Source that depends on what others wrote.
class DependenciesTest {
    private @TempDir Path directory;

    private Built build(Language language, Hostile.Entry... files)
            throws IOException, InterruptedException {
        return BuildBed.in(directory).build(language, files);
    }

    private BuildFailed failure(Language language, Hostile.Entry... files) {
        return BuildBed.in(directory).failure(language, files);
    }

    @Test
    void a_crate_with_dependencies_builds_from_its_vendor_folder() throws Exception {
        // Given
        var manifest =
                Hostile.file(
                        "Cargo.toml",
                        """
                        [package]
                        name = "greeter"
                        version = "0.1.0"
                        edition = "2021"

                        [dependencies]
                        fairlead = "0.1"
                        shout = "1"
                        """);
        var source =
                Hostile.file(
                        "src/lib.rs",
                        "pub fn handle(_: fairlead::Request) -> String { shout::loud(\"hello\") }");
        var dependency =
                Hostile.file(
                        "vendor/shout/Cargo.toml",
                        "[package]\nname = \"shout\"\nversion = \"1.0.0\"\nedition = \"2021\"\n");
        var text =
                Hostile.file(
                        "vendor/shout/src/lib.rs",
                        "pub fn loud(text: &str) -> String { text.to_uppercase() }");
        var sums = Hostile.file("vendor/shout/.cargo-checksum.json", "{\"files\":{}}");
        // When
        Built first = build(Language.RUST, manifest, source, dependency, text, sums);
        Built second = build(Language.RUST, manifest, source, dependency, text, sums);
        // Then
        assertThat(first.abi()).isEqualTo(Abi.HANDLER);
        assertThat(BuildBed.hash(second)).isEqualTo(BuildBed.hash(first));
    }

    @Test
    @Tag("slow")
    void serde_comes_from_debians_packages() throws Exception {
        // Given
        var manifest =
                Hostile.file(
                        "Cargo.toml",
                        """
                        [package]
                        name = "greeter"
                        version = "0.1.0"
                        edition = "2021"

                        [dependencies]
                        fairlead = "0.1"
                        serde = { version = "1", features = ["derive"] }
                        serde_json = "1"
                        """);
        var source =
                Hostile.file(
                        "src/lib.rs",
                        """
                        #[derive(serde::Deserialize, serde::Serialize)]
                        struct Person { name: String }

                        pub fn handle(request: fairlead::Request) -> Result<String, serde_json::Error> {
                            let person: Person = serde_json::from_slice(&request.body)?;
                            serde_json::to_string(&person)
                        }
                        """);
        // When
        Built built = build(Language.RUST, manifest, source);
        // Then
        assertThat(built.abi()).isEqualTo(Abi.HANDLER);
    }

    @Test
    void a_crate_that_is_nowhere_is_named() {
        // Given
        var manifest =
                Hostile.file(
                        "Cargo.toml",
                        """
                        [package]
                        name = "greeter"
                        version = "0.1.0"

                        [dependencies]
                        not-a-crate-of-debian = "1"
                        """);
        var source = Hostile.file("src/lib.rs", "pub fn handle() {}");
        // When
        BuildFailed failed = failure(Language.RUST, manifest, source);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(failed.detail()).contains("not-a-crate-of-debian");
    }

    @Test
    void go_modules_come_from_the_vendor_folder() throws Exception {
        // Given
        var goMod =
                Hostile.file(
                        "go.mod",
                        """
                        module example.com/greeter

                        go 1.21

                        require example.com/shout v1.0.0
                        """);
        var source =
                Hostile.file(
                        "handler.go",
                        """
                        package handler

                        import (
                            "example.com/shout"
                            "fairlead.dev/fairlead"
                        )

                        func Handle(r fairlead.Request) (fairlead.Response, error) {
                            return fairlead.Text(200, shout.Loud("x")), nil
                        }
                        """);
        var modules =
                Hostile.file(
                        "vendor/modules.txt",
                        "# example.com/shout v1.0.0\n## explicit; go 1.21\nexample.com/shout\n");
        var dependency =
                Hostile.file(
                        "vendor/example.com/shout/shout.go",
                        "package shout\n\nfunc Loud(text string) string { return text + \"!\" }\n");
        // When
        Built built = build(Language.GO, goMod, source, modules, dependency);
        // Then
        assertThat(built.abi()).isEqualTo(Abi.COMMAND);
    }

    @Test
    void a_go_module_that_was_not_sent_is_named_with_what_to_do() {
        // Given
        var goMod =
                Hostile.file(
                        "go.mod",
                        "module x\n\ngo 1.23\n\nrequire (\n\tgithub.com/pkg/errors v0.9.1\n)\n");
        var source = Hostile.file("main.go", "package main\n\nfunc main() {}\n");
        // When
        BuildFailed failed = failure(Language.GO, goMod, source);
        // Then
        assertThat(failed.detail()).contains("github.com/pkg/errors", "go mod vendor");
        assertThat(failed.diagnostics())
                .containsExactly(
                        new Diagnostic("go.mod", 6, 0, failed.diagnostics().getFirst().message()));
    }
}

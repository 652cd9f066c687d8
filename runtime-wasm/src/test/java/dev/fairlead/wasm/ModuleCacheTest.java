package dev.fairlead.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.testkit.guests.Asking;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

class ModuleCacheTest {
    private @TempDir Path cache;

    private String hello(TestBed bed) {
        var guest =
                bed.guest(Abi.HANDLER, TestBed.resource("actions-handler.wasm"), Asking.limits());
        guest.prepare();
        return Asking.ask(guest, Asking.get("/hello", "")).text();
    }

    @Test
    void a_second_runtime_on_the_same_directory_compiles_nothing() {
        // Given
        try (var first = new TestBed(cache)) {
            hello(first);
            assertThat(first.runtime().compiled()).isEqualTo(1);
        }
        // When
        try (var second = new TestBed(cache)) {
            String answer = hello(second);
            // Then
            assertThat(answer).contains("Hello");
            assertThat(second.runtime().compiled()).isZero();
            assertThat(second.runtime().loadedFromCache()).isEqualTo(1);
        }
    }

    @Test
    void a_damaged_file_is_compiled_anew_and_never_loaded() throws IOException {
        // Given
        try (var first = new TestBed(cache)) {
            hello(first);
        }
        for (Path file : modules()) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
        // When
        try (var second = new TestBed(cache)) {
            String answer = hello(second);
            // Then
            assertThat(answer).contains("Hello");
            assertThat(second.runtime().compiled()).isEqualTo(1);
        }
    }

    @Test
    void nobody_else_may_look_into_the_directory() throws IOException {
        // Given
        try (var bed = new TestBed(cache)) {
            // When
            hello(bed);
            // Then
            assertThat(Files.getPosixFilePermissions(cache))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void a_module_that_takes_too_long_to_compile_is_given_up() {
        // Given
        try (var bed = new TestBed(TestBed.hurried(cache))) {
            var guest =
                    bed.guest(
                            Abi.HANDLER, TestBed.resource("actions-handler.wasm"), Asking.limits());
            // When
            BuildFailed failed = catchThrowableOfType(BuildFailed.class, guest::prepare);
            // Then
            assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_LIMIT);
        }
    }

    @Test
    void a_compiler_that_was_expected_is_used() {
        // Given
        try (var bed = new TestBed(cache)) {
            bed.runtime().expectModule();
            // When
            String answer = hello(bed);
            // Then
            assertThat(answer).contains("Hello");
        }
    }

    private Iterable<Path> modules() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> file.toString().endsWith(".module")).toList();
        }
    }
}

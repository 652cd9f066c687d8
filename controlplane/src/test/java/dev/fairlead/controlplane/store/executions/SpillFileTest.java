package dev.fairlead.controlplane.store.executions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Batches on disk: whole or not there.
class SpillFileTest {
    @TempDir private Path folder = Path.of("unset");
    private Path path = Path.of("unset");

    @BeforeEach
    void name() {
        path = folder.resolve("spill");
    }

    private List<String> readAll() {
        var all = new ArrayList<String>();
        try (var file = new SpillFile(path, 1 << 20)) {
            for (String batch = file.peek(); !batch.isEmpty(); batch = file.peek()) {
                all.add(batch);
                file.drop();
            }
        }
        return all;
    }

    private void write(String... batches) {
        try (var file = new SpillFile(path, 1 << 20)) {
            for (String batch : batches) {
                assertThat(file.append(batch)).isTrue();
            }
        }
    }

    @Test
    void batches_come_back_in_order_and_leave_an_empty_file() throws IOException {
        // Given
        write("one\n", "two ü\n");
        // When
        List<String> read = readAll();
        // Then
        assertThat(read).containsExactly("one\n", "two ü\n");
        assertThat(Files.size(path)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 11})
    void a_tail_that_a_crash_cut_short_is_left_out(int missing) throws IOException {
        // Given
        write("kept\n", "torn\n");
        byte[] all = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(all, all.length - missing));
        // When
        List<String> read = readAll();
        // Then
        assertThat(read).containsExactly("kept\n");
    }

    @Test
    void a_batch_that_was_damaged_is_left_out_with_what_follows() throws IOException {
        // Given
        write("kept\n", "damaged\n", "behind it\n");
        byte[] all = Files.readAllBytes(path);
        all[8 + 5 + 8]++;
        Files.write(path, all);
        // When
        List<String> read = readAll();
        // Then
        assertThat(read).containsExactly("kept\n");
    }

    @Test
    void what_comes_after_a_torn_tail_is_kept() throws IOException {
        // Given
        write("kept\n", "torn\n");
        byte[] all = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(all, all.length - 3));
        write("next\n");
        // When
        List<String> read = readAll();
        // Then
        assertThat(read).containsExactly("kept\n", "next\n");
    }

    @Test
    void a_full_file_takes_no_more() {
        // Given
        try (var file = new SpillFile(path, 64)) {
            file.append("x".repeat(40));
            // When
            boolean kept = file.append("y".repeat(40));
            // Then
            assertThat(kept).isFalse();
            assertThat(file.peek()).startsWith("x");
        }
    }
}

package dev.fairlead.controlplane.store.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.telemetry.RunningCall;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;

class RunningFileTest {
    @TempDir private Path folder = Path.of("unset");
    private Path path = Path.of("unset");

    @BeforeEach
    void name() {
        path = folder.resolve("running");
    }

    private boolean setAside() {
        return Files.exists(folder.resolve("running.bad")) && !Files.exists(path);
    }

    @Test
    void what_was_written_last_is_read() throws IOException {
        // Given
        var file = new RunningFile(path);
        RunningCall first = Executions.running();
        RunningCall second = Executions.running();
        file.write(List.of(first));
        // When
        file.write(List.of(first, second));
        // Then
        assertThat(new RunningFile(path).read()).containsExactly(first, second);
    }

    @Test
    void there_is_no_file_while_nothing_runs() throws IOException {
        // Given
        var file = new RunningFile(path);
        file.write(List.of(Executions.running()));
        // When
        file.write(List.of());
        // Then
        assertThat(path).doesNotExist();
        assertThat(file.read()).isEmpty();
    }

    @Test
    void no_more_are_kept_than_there_is_room_for() throws IOException {
        // Given
        var file = new RunningFile(path);
        var many = Stream.generate(Executions::running).limit(10_001).toList();
        // When
        file.write(many);
        // Then
        assertThat(file.read()).hasSize(10_000);
    }

    @Test
    void a_file_cut_short_or_changed_anywhere_is_set_aside() throws IOException {
        // Given
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        var file = new RunningFile(path);
        file.write(List.of(Executions.running(), Executions.running()));
        byte[] whole = Files.readAllBytes(path);
        for (int round = 0; round < 200; round++) {
            byte[] bad = damaged(whole, random);
            Files.write(path, bad);
            Files.deleteIfExists(folder.resolve("running.bad"));
            // When
            List<RunningCall> read = file.read();
            // Then
            assertThat(read).as("seed " + seed + " round " + round).isEmpty();
            assertThat(setAside()).as("seed " + seed + " round " + round).isTrue();
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        if (random.nextBoolean()) {
            return Arrays.copyOf(whole, random.nextInt(whole.length));
        }
        byte[] bad = whole.clone();
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        return bad;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "a\tb\tc\td\te\tf\tg",
                "1-1-1-1-1\t1-1-1-1-1\t1-1-1-1-1\t1\tHTTP\t+999999999-01-01T00:00:00Z\t0",
                "1-1-1-1-1\t1-1-1-1-1\t1-1-1-1-1\t99999999999\tHTTP\t2026-01-01T00:00:00Z\t0",
                "1-1-1-1-1\t1-1-1-1-1\t1-1-1-1-1\t1\tGUESS\t2026-01-01T00:00:00Z\t0"
            })
    void a_line_that_is_no_call_is_set_aside_whoever_summed_it_up(String line) throws IOException {
        // Given
        var crc = new CRC32();
        crc.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                path,
                "fairlead-running 1 " + Long.toHexString(crc.getValue()) + "\n" + line + "\n");
        // When
        List<RunningCall> read = new RunningFile(path).read();
        // Then
        assertThat(read).isEmpty();
        assertThat(setAside()).isTrue();
    }

    @Test
    void a_file_that_is_far_too_large_or_no_file_at_all_stops_nothing() throws IOException {
        // Given
        try (var huge = new RandomAccessFile(path.toFile(), "rw")) {
            huge.setLength(1L << 33);
        }
        Path directory = folder.resolve("other");
        Files.createDirectories(directory.resolve("full"));
        // When
        List<RunningCall> read = new RunningFile(path).read();
        List<RunningCall> none = new RunningFile(directory).read();
        // Then
        assertThat(read).isEmpty();
        assertThat(none).isEmpty();
        assertThat(setAside()).isTrue();
    }
}

package dev.fairlead.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.apps.App;
import dev.fairlead.engine.streams.ExecSpec;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.testkit.waiting.Awaiting;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Apps that take all they can get, beside one that does its work, on a real engine.
@Tag("slow")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileAppTest {
    private static final long MEMORY = 256L << 20;
    private static final long MOST_PROCESSES = 512;
    private static final long TEMPORARY_BYTES = 64L << 20;
    private static final long LOG_BYTES = 2 * (5L << 20) + (1 << 20);

    private final List<App> apps = new ArrayList<>();
    private final AppBed bed;
    private final ContainerRuntime runtime;

    HostileAppTest(@TempDir Path files) throws Exception {
        bed = new AppBed(files);
        runtime = bed.runtime(AppBed.SETTINGS);
    }

    @BeforeEach
    void start_the_neighbour() throws IOException {
        started("");
    }

    @AfterEach
    void stop_all() throws Exception {
        assertThat(AppBed.get(apps.getFirst(), "/")).isEqualTo("hello");
        bed.stop(apps);
    }

    @AfterAll
    void close() {
        runtime.close();
        bed.close();
    }

    private App started(String first) throws IOException {
        App app = runtime.app(bed.roomy(ServiceId.next(Clock.systemUTC()), MEMORY, first));
        apps.add(app);
        app.prepare(1);
        return app;
    }

    private String inside(String container, String script) throws IOException {
        var ask = ExecSpec.of(List.of("/bin/sh", "-c", script), AppBed.PATIENCE);
        return bed.engine.containers().exec(container, ask).output().strip();
    }

    @Test
    void what_forks_without_end_has_so_many_processes_and_no_more() throws Exception {
        // Given
        App bomb = started("");
        String name = bomb.instances().getFirst().name();
        // When
        inside(name, "(while :; do sleep 1000 & done) > /dev/null 2>&1 &");
        // Then
        Awaiting.until("it has all that it may", () -> processes(name) >= MOST_PROCESSES - 12);
        assertThat(processes(name)).isLessThanOrEqualTo(MOST_PROCESSES);
    }

    private long processes(String container) {
        try {
            return bed.engine.containers().usage(container).processes();
        } catch (IOException e) {
            // It is being replaced.
            return 0;
        }
    }

    @Test
    void what_fills_its_disk_has_so_much_and_no_more() throws Exception {
        // Given
        App hoarder = started("");
        String name = hoarder.instances().getFirst().name();
        // When
        String kept =
                inside(name, "dd if=/dev/zero of=/tmp/fill bs=1M count=1000; wc -c < /tmp/fill");
        // Then
        assertThat(Long.parseLong(kept)).isBetween(TEMPORARY_BYTES - (1 << 20), TEMPORARY_BYTES);
        assertThat(inside(name, "echo more > /work/more || echo refused")).isEqualTo("refused");
        assertThat(AppBed.get(hoarder, "/")).isEqualTo("hello");
    }

    @Test
    void of_what_floods_its_log_the_last_megabytes_are_kept() throws Exception {
        // Given
        String flood = "yes 'the same line, again and again' | head -n 2000000;";
        // When
        App talker = started(flood);
        // Then
        String name = talker.instances().getFirst().name();
        assertThat(logBytes(name)).isBetween(1L << 20, LOG_BYTES);
        assertThat(AppBed.get(talker, "/")).isEqualTo("hello");
    }

    private long logBytes(String container) throws IOException {
        Path all = bed.daemon.socket().resolveSibling("data").resolve("containers");
        try (Stream<Path> files = Files.walk(all)) {
            return files.filter(file -> file.toString().contains("/" + container))
                    .filter(file -> file.getFileName().toString().contains("-json.log"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}

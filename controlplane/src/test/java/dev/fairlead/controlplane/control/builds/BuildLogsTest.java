package dev.fairlead.controlplane.control.builds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.control.Bench;
import dev.fairlead.controlplane.store.builds.BuildLogStore;
import dev.fairlead.controlplane.store.builds.BuildLogStore.Line;
import dev.fairlead.controlplane.store.deployments.Deployment;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@Tag("slow")
@Timeout(60)
class BuildLogsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private BuildLogs process() {
        return new BuildLogs(new BuildLogStore(bench.database), Bench.CLOCK);
    }

    private static List<Line> follow(BuildLogs logs, Deployment of, long after, String last)
            throws InterruptedException {
        var seen = new ArrayList<Line>();
        long reached = after;
        while (seen.isEmpty() || !seen.getLast().text().equals(last)) {
            for (Line line : logs.read(of.organization(), of.id(), reached, LONG)) {
                seen.add(line);
                reached = line.number();
            }
        }
        return seen;
    }

    @Test
    void a_follower_sees_every_line_once_and_in_order_while_it_is_written()
            throws InterruptedException {
        // Given
        Deployment of = bench.submit(bench.function(), "chatty");
        BuildLogs logs = process();
        Thread writer =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 1; i <= 3000; i++) {
                                logs.line(of, "line " + i);
                            }
                        });
        // When
        List<Line> seen = follow(logs, of, 0, "line 3000");
        // Then
        writer.join();
        assertThat(seen).hasSize(3000);
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i).number()).isEqualTo(i + 1);
            assertThat(seen.get(i).text()).isEqualTo("line " + (i + 1));
        }
    }

    @Test
    void a_follower_of_a_process_that_died_goes_on_without_a_gap_in_the_next()
            throws InterruptedException {
        // Given
        Deployment of = bench.submit(bench.function(), "crashed");
        BuildLogs before = process();
        before.line(of, "one");
        before.line(of, "two");
        long reached = follow(before, of, 0, "two").getLast().number();
        // When
        BuildLogs after = process();
        after.line(of, "three");
        // Then
        assertThat(follow(after, of, reached, "three"))
                .extracting(Line::text)
                .containsExactly("three");
    }

    @Test
    void a_log_that_never_ends_is_cut() throws InterruptedException {
        // Given
        Deployment of = bench.submit(bench.function(), "endless");
        BuildLogs logs = process();
        // When
        for (int i = 0; i < 20_000; i++) {
            logs.line(of, "again");
        }
        logs.end(of.id());
        // Then
        List<Line> seen = follow(logs, of, 0, "(the log is cut here)");
        assertThat(seen).hasSize(10_000);
    }

    @Test
    void a_line_is_kept_as_text_that_the_database_takes() throws InterruptedException {
        // Given
        Deployment of = bench.submit(bench.function(), "odd");
        BuildLogs logs = process();
        // When
        logs.line(of, "a\0b");
        logs.line(of, "x".repeat(5000));
        logs.end(of.id());
        // Then
        List<Line> seen = logs.read(of.organization(), of.id(), 0, Duration.ZERO);
        assertThat(seen.getFirst().text()).isEqualTo("a\ufffdb");
        assertThat(seen.getLast().text()).hasSize(2002).endsWith(" …");
    }
}

package dev.fairlead.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.apps.LineSink;
import dev.fairlead.dataplane.apps.PrintedLine;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.testkit.waiting.Awaiting;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What instances print on a real engine, and what of it is kept.
@Tag("slow")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrintingTest {
    private static final Scale ONE =
            new Scale(1, 1, 70, Scale.USUAL.idle(), Scale.USUAL.scaleDownDelay());

    private final List<App> apps = new ArrayList<>();
    private final AppBed bed;
    private ServiceId service = ServiceId.next(Clock.systemUTC());
    private final Kept kept = new Kept();
    private ContainerRuntime runtime;

    PrintingTest(@TempDir Path files) throws Exception {
        bed = new AppBed(files);
        runtime = begun();
    }

    private ContainerRuntime begun() {
        var next = new ContainerRuntime(bed.engine, AppBed.SETTINGS, kept);
        next.start();
        return next;
    }

    /// Lines in memory, which know how far they came.
    private static final class Kept implements LineSink {
        private final List<PrintedLine> lines = new CopyOnWriteArrayList<>();

        @Override
        public Reached reached(String instance) {
            List<PrintedLine> its =
                    lines.stream().filter(line -> line.instance().equals(instance)).toList();
            if (its.isEmpty()) {
                return Reached.NOTHING;
            }
            var last = its.getLast().at();
            return new Reached(
                    last, (int) its.stream().filter(line -> line.at().equals(last)).count());
        }

        @Override
        public void keep(PrintedLine line) {
            lines.add(line);
        }
    }

    /// What was kept of this test's app.
    private List<PrintedLine> lines() {
        return kept.lines.stream().filter(line -> line.service().equals(service)).toList();
    }

    private List<String> texts() {
        return lines().stream().map(PrintedLine::text).toList();
    }

    private void await(String text) {
        Awaiting.until("kept: " + text, () -> texts().contains(text));
    }

    @AfterEach
    void stopApps() {
        bed.stop(apps);
        // What of it is still under way is not the next one's.
        service = ServiceId.next(Clock.systemUTC());
    }

    @AfterAll
    void close() {
        runtime.close();
        bed.close();
    }

    private App app(AppSpec spec) {
        App app = runtime.app(spec);
        apps.add(app);
        return app;
    }

    private static List<String> counted(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }

    @Test
    void lines_of_both_streams_come_with_whose_they_are() throws Exception {
        // Given
        App app = app(bed.serving(service, 3, "echo to out; echo to err >&2;"));
        // When
        app.prepare(1);
        await("to out");
        await("to err");
        // Then
        PrintedLine out = lines().get(texts().indexOf("to out"));
        PrintedLine err = lines().get(texts().indexOf("to err"));
        assertThat(out.service()).isEqualTo(service);
        assertThat(out.version()).isEqualTo(3);
        assertThat(out.part()).isEmpty();
        assertThat(out.instance()).isEqualTo(app.instances().getFirst().name());
        assertThat(out.errors()).isFalse();
        assertThat(err.errors()).isTrue();
    }

    @Test
    void what_an_instance_that_never_answers_printed_is_kept_to_its_last_line() throws Exception {
        // Given
        String script =
                "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done; echo no luck; exit"
                        + " 7";
        App app = app(bed.running(service, 1, script, Map.of()));
        // When
        try {
            app.prepare(1);
        } catch (BuildFailed expected) {
            // It ended.
        }
        app.close();
        Awaiting.until("gone", () -> bed.all().isEmpty());
        // Then
        List<String> first = texts().subList(0, 3001);
        assertThat(first.subList(0, 3000)).isEqualTo(counted(0, 3000));
        assertThat(first.getLast()).isEqualTo("no luck");
    }

    @Test
    void what_was_printed_while_nobody_read_is_read_later_and_once() throws Exception {
        // Given
        String script =
                "(i=0; while true; do echo line $i; i=$((i+1)); sleep 0.005; done) & exec httpd -f"
                        + " -p $PORT -h /tmp";
        AppSpec spec = bed.running(service, 1, script, Map.of());
        App app = app(spec);
        app.prepare(1);
        app.led(ONE);
        await("line 20");
        // When
        runtime.close();
        int before = texts().size();
        apps.clear();
        runtime = begun();
        App again = app(spec);
        again.led(ONE);
        await("line " + (before + 300));
        List<AppInstance> there = again.instances();
        again.close();
        Awaiting.until("gone", () -> bed.all().isEmpty());
        // Then
        assertThat(there).hasSize(1);
        assertThat(texts()).isEqualTo(counted(0, texts().size()));
    }

    @Test
    void a_line_that_is_too_long_is_cut() throws Exception {
        // Given
        App app =
                app(
                        bed.serving(
                                service,
                                1,
                                "head -c 100000 /dev/zero | tr '\\0' x; echo; echo after;"));
        // When
        app.prepare(1);
        await("after");
        // Then
        assertThat(texts()).hasSize(2);
        assertThat(texts().getFirst()).startsWith("xxx").endsWith("x …").hasSize(16386);
    }

    @Test
    void of_a_flood_only_so_much_is_kept_and_said_so() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, "yes flood &"));
        // When
        app.prepare(1);
        Awaiting.until("said so", () -> texts().stream().anyMatch(PrintingTest::isLeftOut));
        // Then
        assertThat(texts().indexOf("flood")).isZero();
        assertThat(texts()).hasSizeBetween(9_000, 13_000);
        assertThat(AppBed.get(app, "/")).isEqualTo("hello");
    }

    @Test
    void a_line_without_end_is_no_way_around_it() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, "echo begins >&2; yes | tr -d '\\n' &"));
        // When
        app.prepare(1);
        Awaiting.until("said so", () -> texts().stream().anyMatch(PrintingTest::isLeftOut));
        // Then
        assertThat(texts()).hasSizeBetween(3, 9);
        assertThat(texts()).contains("begins");
        assertThat(AppBed.get(app, "/")).isEqualTo("hello");
    }

    private static boolean isLeftOut(String text) {
        return text.startsWith("fairlead: it printed more than is kept");
    }

    @Test
    void an_engine_that_was_away_costs_no_line() throws Exception {
        // Given
        String script =
                "(i=0; while true; do echo line $i; i=$((i+1)); sleep 0.02; done) & exec httpd -f"
                        + " -p $PORT -h /tmp";
        App app = app(bed.running(service, 1, script, Map.of()));
        app.prepare(1);
        await("line 5");
        // When
        crash();
        // Then
        int before = texts().size();
        Awaiting.until("more", () -> texts().size() > before + 50);
        Map<String, List<String>> each =
                lines().stream()
                        .collect(
                                Collectors.groupingBy(
                                        PrintedLine::instance,
                                        Collectors.mapping(
                                                PrintedLine::text, Collectors.toList())));
        assertThat(each.values())
                .allSatisfy(lines -> assertThat(lines).isEqualTo(counted(0, lines.size())));
    }

    private void crash() throws IOException, InterruptedException {
        bed.daemon.crash();
        bed.daemon.revive();
    }
}

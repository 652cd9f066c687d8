package dev.fairlead.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.fairlead.container.instances.Marks;
import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.InstanceUsage;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.engine.streams.ExecSpec;
import dev.fairlead.model.apps.Bounds;
import dev.fairlead.model.apps.Egress;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.testkit.engines.EngineDaemon;

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

/// What instances may take and reach, and what they are seen to take, on a real engine.
@Tag("slow")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundsTest {
    private static final String CPU_NANOS =
            "cat /sys/fs/cgroup/cpuacct/cpuacct.usage"
                    + " || sed -n 's/^usage_usec \\(.*\\)/\\1000/p' /sys/fs/cgroup/cpu.stat";
    private static final String MEMORY =
            "cat /sys/fs/cgroup/memory/memory.usage_in_bytes || cat /sys/fs/cgroup/memory.current";
    private static final String DROPPABLE =
            "sed -n 's/^total_inactive_file //p' /sys/fs/cgroup/memory/memory.stat"
                    + " || sed -n 's/^inactive_file //p' /sys/fs/cgroup/memory.stat";
    private static final String CPUS =
            "cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us || cut -d' ' -f1 /sys/fs/cgroup/cpu.max";
    private static final double PERIOD_MICROS = 100_000;

    private final List<App> apps = new ArrayList<>();
    private final AppBed bed;
    private final ContainerRuntime runtime;

    BoundsTest(@TempDir Path files) throws Exception {
        bed = new AppBed(files, EngineDaemon.withFirewall());
        runtime = bed.runtime(AppBed.SETTINGS);
    }

    @AfterEach
    void stopApps() {
        bed.stop(apps);
    }

    @AfterAll
    void close() throws IOException {
        runtime.close();
        for (String network : bed.engine.networks().list(List.of(Marks.KIND)).keySet()) {
            bed.engine.networks().remove(network);
        }
        bed.close();
    }

    private App started(AppSpec spec) {
        App app = runtime.app(spec);
        apps.add(app);
        app.prepare(1);
        return app;
    }

    private App bounded(Bounds bounds, String first) throws IOException {
        return started(bed.bounded(ServiceId.next(Clock.systemUTC()), bounds, first));
    }

    /// What a command in the only instance of an app says.
    private String inside(App app, String script) throws IOException {
        var ask = ExecSpec.of(List.of("/bin/sh", "-c", script), AppBed.PATIENCE);
        String name = app.instances().getFirst().name();
        return bed.engine.containers().exec(name, ask).output().strip();
    }

    /// A number that its own kernel files have, of the first or second version of cgroups.
    private double kernel(App app, String script) throws IOException {
        return Double.parseDouble(inside(app, script));
    }

    @Test
    void what_an_instance_takes_is_what_the_kernel_says() throws Exception {
        // Given
        String work =
                "dd if=/dev/zero of=/tmp/fill bs=1M count=12;"
                        + " i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done;";
        App app = bounded(Bounds.USUAL, work);
        // When
        InstanceUsage told = app.measured().getFirst().usage().orElseThrow();
        // Then
        assertThat((double) told.cpu().toNanos())
                .isCloseTo(kernel(app, CPU_NANOS), withinPercentage(10));
        assertThat((double) told.memoryBytes())
                .isCloseTo(kernel(app, MEMORY) - kernel(app, DROPPABLE), withinPercentage(10));
        assertThat(told.memoryBytes()).isGreaterThan(12L << 20);
        assertThat(told.memoryLimitBytes()).isEqualTo(32L << 20);
        assertThat(told.processes()).isPositive();
    }

    @Test
    void an_instance_has_the_processors_that_its_version_names() throws Exception {
        // Given
        App app = bounded(new Bounds(0.25, Egress.ALL), "");
        // When, Then
        assertThat(kernel(app, CPUS) / PERIOD_MICROS).isEqualTo(0.25);
    }

    @Test
    void what_takes_all_it_can_get_is_held_at_its_processors() throws Exception {
        // Given
        App app = bounded(new Bounds(0.25, Egress.ALL), "(while :; do :; done) &");
        // When
        InstanceUsage told = app.measured().getFirst().usage().orElseThrow();
        // Then
        assertThat(told.cpuPercent()).isPositive().isLessThan(60);
    }

    @Test
    void an_instance_without_egress_answers_and_reaches_only_its_kind() throws Exception {
        // Given
        App open = bounded(Bounds.USUAL, "");
        App openToo = bounded(Bounds.USUAL, "");
        App shut = bounded(new Bounds(0, Egress.NONE), "");
        App alike = bounded(new Bounds(0, Egress.NONE), "");
        // When, Then
        assertThat(AppBed.get(shut, "/")).isEqualTo("hello");
        assertThat(inside(shut, asking(alike))).isEqualTo("hello");
        assertThat(inside(open, asking(openToo))).isEqualTo("hello");
        assertThat(inside(shut, asking(open))).isEmpty();
        assertThat(inside(open, asking(shut))).isEmpty();
    }

    private static String asking(App app) {
        return "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 2 "
                + AppBed.address(app).replace(':', ' ')
                + " | tail -n 1";
    }
}

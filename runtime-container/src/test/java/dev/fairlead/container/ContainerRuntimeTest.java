package dev.fairlead.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.testkit.waiting.Awaiting;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Apps on a real engine.
@Tag("slow")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerRuntimeTest {
    private static final Duration NOW = Duration.ofSeconds(-5);

    private final List<App> apps = new ArrayList<>();
    private final ServiceId service = ServiceId.next(Clock.systemUTC());
    private final AppBed bed;
    private ContainerRuntime runtime;

    ContainerRuntimeTest(@TempDir Path files) throws Exception {
        bed = new AppBed(files);
        runtime = bed.runtime(AppBed.SETTINGS);
    }

    @BeforeAll
    void pull() throws IOException {
        bed.engine.ping();
    }

    @AfterEach
    void stopApps() {
        apps.forEach(App::close);
        apps.clear();
        Awaiting.until("all instances are gone", () -> bed.all().isEmpty());
    }

    @AfterAll
    void close() {
        runtime.close();
        bed.close();
    }

    private App app(AppSpec spec) {
        return app(runtime, spec);
    }

    private App app(ContainerRuntime of, AppSpec spec) {
        App app = of.app(spec);
        apps.add(app);
        return app;
    }

    private BuildFailed failure(String script) throws IOException {
        App app = app(bed.running(service, 1, script, Map.of()));
        BuildFailed failed = catchThrowableOfType(BuildFailed.class, app::prepare);
        app.close();
        return failed;
    }

    @Test
    void an_instance_answers_when_it_is_prepared() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, "echo $MODE > /tmp/mode;"));
        // When
        app.prepare();
        // Then
        assertThat(AppBed.get(app, "/")).isEqualTo("hello");
        assertThat(bed.running()).hasSize(1);
    }

    @Test
    void its_variables_are_there_and_little_else() throws Exception {
        // Given
        String script =
                "env > /tmp/env; cp /proc/self/status /tmp/status; exec httpd -f -p $PORT -h /tmp";
        App app = app(bed.running(service, 1, script, Map.of("TOKEN", "otter")));
        // When
        app.prepare();
        // Then
        assertThat(AppBed.get(app, "/env").lines())
                .contains("TOKEN=otter", "PORT=8080", "HOSTNAME=web");
        assertThat(AppBed.get(app, "/status").replace("\t", ""))
                .contains("Uid:1000", "CapEff:0000000000000000", "CapBnd:0000000000000000")
                .contains("NoNewPrivs:1", "Seccomp:2");
    }

    @Test
    void its_image_cannot_be_written_and_tmp_can() throws Exception {
        // Given
        App app =
                app(
                        bed.serving(
                                service,
                                1,
                                "touch /etc/own 2> /tmp/etc; touch /work/own 2> /tmp/work;"));
        // When
        app.prepare();
        // Then
        assertThat(AppBed.get(app, "/etc")).contains("Read-only file system");
        assertThat(AppBed.get(app, "/work")).contains("Read-only file system");
    }

    @Test
    void what_ends_before_it_answers_says_how_and_its_last_words() throws IOException {
        BuildFailed failed = failure("echo the table is missing; exit 7");
        assertThat(failed.code()).isEqualTo(ErrorCode.START_FAILED);
        assertThat(failed.detail()).contains("exit code 7", "the table is missing");
        assertThat(bed.instances()).isEmpty();
    }

    @Test
    void what_takes_too_much_memory_is_told_so() throws IOException {
        BuildFailed failed = failure("dd if=/dev/zero of=/dev/null bs=200M count=1");
        assertThat(failed.detail()).contains("ran out of memory");
    }

    @Test
    void what_never_listens_is_given_up_in_time() throws IOException {
        // Given
        runtime = bed.runtime(AppBed.SETTINGS.starting(Duration.ofSeconds(2)));
        // When
        BuildFailed failed = failure("echo waiting; sleep 600");
        // Then
        assertThat(failed.detail()).contains("port 8080", "within 2 s", "waiting");
        assertThat(bed.instances()).isEmpty();
        runtime = bed.runtime(AppBed.SETTINGS);
    }

    @Test
    void what_listens_late_and_is_not_well_yet_is_waited_for() throws Exception {
        // Given
        String script =
                "mkdir /tmp/www; (sleep 1; echo ok > /tmp/www/healthz) & sleep 1;"
                        + " exec httpd -f -p $PORT -h /tmp/www";
        App app = app(bed.running(service, 1, script, Map.of(), Optional.of("/healthz")));
        // When
        app.prepare();
        // Then
        assertThat(AppBed.get(app, "/healthz")).isEqualTo("ok");
    }

    @Test
    void an_instance_that_is_killed_is_replaced() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, ""));
        app.prepare();
        LiveTarget first = app.upstream().targets().getFirst();
        // When
        bed.engine.containers().kill(bed.running().getFirst(), "SIGKILL");
        // Then
        Awaiting.until(
                "another one joins",
                () ->
                        !app.upstream().targets().isEmpty()
                                && app.upstream().targets().getFirst() != first);
        assertThat(AppBed.get(app, "/")).isEqualTo("hello");
    }

    @Test
    void an_app_that_rests_is_stopped_and_starts_again_when_it_is_wanted() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, ""));
        app.prepare();
        // When
        app.rest();
        // Then
        Awaiting.until("its instance is gone", () -> app.upstream().targets().isEmpty());
        Awaiting.until("it is removed", () -> bed.running().isEmpty());
        // When
        app.prepare();
        // Then
        assertThat(AppBed.get(app, "/")).isEqualTo("hello");
    }

    @Test
    void what_is_under_way_ends_before_an_instance_is_stopped() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, ""));
        app.prepare();
        LiveTarget target = app.upstream().targets().getFirst();
        target.began();
        // When
        app.close();
        // Then
        Thread.sleep(500);
        assertThat(bed.running()).hasSize(1);
        target.ended();
        Awaiting.until("it is stopped then", () -> bed.running().isEmpty());
    }

    @Test
    void what_does_not_end_in_its_time_is_stopped_all_the_same() throws Exception {
        // Given
        var settings = AppBed.SETTINGS.draining(Duration.ofMillis(200));
        App app = app(bed.runtime(settings), bed.serving(service, 1, ""));
        app.prepare();
        app.upstream().targets().getFirst().began();
        // When
        app.close();
        // Then
        Awaiting.until("it is stopped", () -> bed.running().isEmpty());
    }

    @Test
    void the_next_runtime_finds_what_runs() throws Exception {
        // Given
        AppSpec spec = bed.serving(service, 1, "");
        App before = app(spec);
        before.prepare();
        List<String> running = bed.running();
        // When
        ContainerRuntime next = bed.runtime(AppBed.SETTINGS);
        App after = app(next, spec);
        after.prepare();
        // Then
        assertThat(bed.running()).isEqualTo(running);
        assertThat(AppBed.get(after, "/")).isEqualTo("hello");
    }

    @Test
    void what_nobody_has_is_removed_and_nothing_else() throws Exception {
        // Given
        App ours = app(bed.serving(service, 1, ""));
        ours.prepare();
        List<String> kept = bed.running();
        ContainerRuntime gone = bed.runtime(AppBed.SETTINGS);
        App left = gone.app(bed.serving(service, 2, ""));
        left.prepare();
        // When
        int removed = runtime.removeStrays(NOW);
        // Then
        assertThat(removed).isEqualTo(1);
        assertThat(bed.running()).isEqualTo(kept);
        left.close();
    }

    @Test
    void an_engine_that_comes_back_finds_the_app_going_on() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, ""));
        app.prepare();
        // When
        bed.daemon.crash();
        bed.daemon.revive();
        // Then
        Awaiting.until("an instance answers", () -> answers(app));
    }

    private static boolean answers(App app) {
        try {
            return !app.upstream().targets().isEmpty() && AppBed.get(app, "/").equals("hello");
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}

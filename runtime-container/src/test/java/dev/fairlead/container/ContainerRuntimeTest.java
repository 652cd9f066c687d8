package dev.fairlead.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.apps.AppInstance.State;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.upstream.Places;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.engine.containers.ContainerState.Phase;
import dev.fairlead.engine.streams.ExecSpec;
import dev.fairlead.model.apps.Scale;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

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
        bed.stop(apps);
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
        BuildFailed failed = catchThrowableOfType(BuildFailed.class, () -> app.prepare(1));
        app.close();
        return failed;
    }

    @Test
    void an_instance_answers_when_it_is_prepared() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, "echo $MODE > /tmp/mode;"));
        // When
        app.prepare(1);
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
        app.prepare(1);
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
        app.prepare(1);
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
        app.prepare(1);
        // Then
        assertThat(AppBed.get(app, "/healthz")).isEqualTo("ok");
    }

    @Test
    void an_instance_that_is_killed_is_replaced() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, ""));
        app.prepare(1);
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
    void an_app_that_rests_is_stopped_and_starts_again_when_it_is_prepared() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, ""));
        app.prepare(1);
        // When
        app.rest();
        // Then
        Awaiting.until("its instance is gone", () -> app.upstream().targets().isEmpty());
        Awaiting.until("it is removed", () -> bed.running().isEmpty());
        // When
        app.prepare(1);
        // Then
        assertThat(AppBed.get(app, "/")).isEqualTo("hello");
    }

    @Test
    void what_is_under_way_ends_before_an_instance_is_stopped() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, ""));
        app.prepare(1);
        LiveTarget target = app.upstream().targets().getFirst();
        admitted(app);
        // When
        List<String> busy = bed.running();
        app.close();
        app(bed.serving(ServiceId.next(Clock.systemUTC()), 1, "")).prepare(1);
        // Then
        assertThat(bed.running()).containsAll(busy).hasSize(2);
        target.ended();
        Awaiting.until("it is stopped then", () -> bed.running().size() == 1);
        assertThat(bed.running()).doesNotContainAnyElementsOf(busy);
    }

    @Test
    void what_does_not_end_in_its_time_is_stopped_all_the_same() throws Exception {
        // Given
        var settings = AppBed.SETTINGS.draining(Duration.ofMillis(200));
        App app = app(bed.runtime(settings), bed.serving(service, 1, ""));
        app.prepare(1);
        admitted(app);
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
        before.prepare(1);
        List<String> running = bed.running();
        // When
        ContainerRuntime next = bed.runtime(AppBed.SETTINGS);
        App after = app(next, spec);
        after.prepare(1);
        // Then
        assertThat(bed.running()).isEqualTo(running);
        assertThat(AppBed.get(after, "/")).isEqualTo("hello");
    }

    @Test
    void what_nobody_has_is_removed_and_nothing_else() throws Exception {
        // Given
        App ours = app(bed.serving(service, 1, ""));
        ours.prepare(1);
        List<String> kept = bed.running();
        ContainerRuntime gone = bed.runtime(AppBed.SETTINGS);
        App left = gone.app(bed.serving(service, 2, ""));
        left.prepare(1);
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
        app.prepare(1);
        // When
        bed.daemon.crash();
        bed.daemon.revive();
        // Then
        Awaiting.until("an instance answers", () -> answers(app));
    }

    /// A request is under way.
    private static LiveTarget admitted(App app) {
        return app.upstream().take(System.nanoTime(), List.of()).orElseThrow();
    }

    private static List<State> states(App app) {
        return app.instances().stream().map(AppInstance::state).toList();
    }

    @Test
    void an_app_has_as_many_instances_as_are_asked_for() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, ""));
        // When
        app.prepare(3);
        // Then
        assertThat(bed.running()).hasSize(3);
        assertThat(app.upstream().targets()).hasSize(3);
        // When
        app.led(scale(1, 3));
        // Then
        Awaiting.until("two of them go", () -> bed.running().size() == 1);
        assertThat(AppBed.get(app, "/")).isEqualTo("hello");
    }

    private static Scale scale(int min, int max) {
        return new Scale(min, max, 70, Duration.ofSeconds(1), Duration.ZERO);
    }

    @Test
    void what_nobody_asks_is_frozen_and_goes_on_with_the_next_request() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, "date +%N > /tmp/born;"));
        app.prepare(1);
        String born = AppBed.get(app, "/born");
        // When
        app.led(scale(0, 2));
        // Then
        Awaiting.until("it is frozen", () -> states(app).equals(List.of(State.PAUSED)));
        assertThat(app.upstream().targets()).isEmpty();
        assertThat(bed.instances().getFirst().phase()).isEqualTo(Phase.PAUSED);
        // When
        LiveTarget target = asked(app);
        // Then
        assertThat(AppBed.get(app, "/born")).isEqualTo(born);
        target.ended();
    }

    /// Waits for a place as a request does.
    private static LiveTarget asked(App app) throws Exception {
        var admitted = new CompletableFuture<LiveTarget>();
        var waiter =
                new Places.Waiter() {
                    @Override
                    public void admitted(LiveTarget at) {
                        admitted.complete(at);
                    }

                    @Override
                    public void sentAway() {
                        admitted.completeExceptionally(new IllegalStateException("sent away"));
                    }
                };
        Places places = app.upstream().places().orElseThrow();
        if (places.enter(waiter) instanceof Places.Admitted(LiveTarget at)) {
            return at;
        }
        app.needed();
        return admitted.get();
    }

    @Test
    void a_frozen_instance_gives_way_to_one_that_is_created_ahead() throws Exception {
        // Given
        ContainerRuntime impatient = bed.runtime(AppBed.SETTINGS.freezing(Duration.ZERO));
        impatient.start();
        App app = app(impatient, bed.serving(service, 1, ""));
        app.prepare(1);
        // When
        app.led(scale(0, 2));
        // Then
        Awaiting.until("one is created ahead", () -> states(app).equals(List.of(State.CREATED)));
        String ahead = bed.all().getFirst().id();
        // When
        LiveTarget target = asked(app);
        // Then
        assertThat(bed.running()).containsExactly(ahead);
        assertThat(AppBed.get(app, "/")).isEqualTo("hello");
        target.ended();
        app.close();
        Awaiting.until("it is gone", () -> bed.all().isEmpty());
        impatient.close();
    }

    @Test
    void a_frozen_instance_is_stopped_where_memory_is_short() throws Exception {
        // Given
        var tight = new AtomicBoolean();
        var crowded =
                new ContainerRuntime(bed.engine, AppBed.SETTINGS, Optional.empty(), tight::get);
        crowded.start();
        App app = app(crowded, bed.serving(service, 1, ""));
        app.prepare(1);
        app.led(scale(0, 2));
        Awaiting.until("it is frozen", () -> states(app).equals(List.of(State.PAUSED)));
        // When
        tight.set(true);
        // Then
        Awaiting.until("it is stopped", () -> states(app).equals(List.of(State.CREATED)));
        app.close();
        Awaiting.until("it is gone", () -> bed.all().isEmpty());
        crowded.close();
    }

    @Test
    void demand_starts_instances_and_its_end_stops_them() throws Exception {
        // Given
        App app = app(bed.serving(service, 1, ""));
        app.prepare(1);
        app.led(scale(1, 3));
        // When
        var busy = new ArrayList<LiveTarget>();
        for (int i = 0; i < 64 + 1; i++) {
            busy.add(asked(app));
        }
        // Then
        assertThat(bed.running().size()).isBetween(2, 3);
        // When
        busy.forEach(LiveTarget::ended);
        // Then
        Awaiting.until("one is left", () -> bed.running().size() == 1);
    }

    @Test
    void an_instance_that_does_not_answer_any_more_is_replaced() throws Exception {
        // Given
        String script = "echo ok > /tmp/index.html; exec httpd -f -p $PORT -h /tmp";
        App app = app(bed.running(service, 1, script, Map.of(), Optional.of("/")));
        app.prepare(1);
        String sick = bed.running().getFirst();
        bed.engine
                .containers()
                .exec(
                        sick,
                        ExecSpec.of(List.of("/bin/sh", "-c", "kill -STOP -1"), AppBed.PATIENCE));
        // When
        app.upstream().targets().getFirst().unreached(System.nanoTime());
        // Then
        Awaiting.until(
                "another one joins",
                () -> !app.upstream().targets().isEmpty() && !bed.running().contains(sick));
    }

    private static boolean answers(App app) {
        try {
            return !app.upstream().targets().isEmpty() && AppBed.get(app, "/").equals("hello");
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}

package dev.fairlead.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.container.instances.Marks;
import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.apps.AppInstance.State;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.engine.containers.ContainerState.Phase;
import dev.fairlead.engine.containers.ContainerSummary;
import dev.fairlead.engine.streams.ExecSpec;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.stacks.StackDescription;
import dev.fairlead.model.stacks.StackMount;
import dev.fairlead.model.stacks.StackService.Condition;
import dev.fairlead.model.stacks.StackService.Restart.Policy;
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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Stacks on a real engine.
@Tag("slow")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StackTest {
    private static final String SERVE = "exec httpd -f -p 8080 -h /www";
    private static final String ASK =
            "mkdir -p /www/cgi-bin; printf '#!/bin/sh\\necho; wget -q -O- http://db:9000/name'"
                    + " > /www/cgi-bin/ask; chmod +x /www/cgi-bin/ask; ";
    private static final String DB =
            "echo $NAME > /data/name; echo $NAME-$SEEN >> /data/log; exec httpd -f -p 9000 -h"
                    + " /data";

    private final List<App> apps = new ArrayList<>();
    private final AppBed bed;
    private ServiceId service = ServiceId.next(Clock.systemUTC());
    private ContainerRuntime runtime;

    StackTest(@TempDir Path files) throws Exception {
        bed = new AppBed(files);
        runtime = bed.runtime(AppBed.SETTINGS);
    }

    @BeforeEach
    void another() {
        service = ServiceId.next(Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        apps.forEach(App::close);
        apps.clear();
        Awaiting.until("all is gone", () -> bed.all().isEmpty() && besides().isEmpty());
    }

    @AfterAll
    void close() {
        runtime.close();
        bed.close();
    }

    private List<ContainerSummary> besides() {
        var all = new ArrayList<>(bed.besides(Marks.PART));
        all.addAll(bed.besides(Marks.KEPT));
        return all;
    }

    private List<String> running(String kind) {
        return bed.besides(kind).stream()
                .filter(one -> one.phase() == Phase.RUNNING)
                .map(ContainerSummary::id)
                .toList();
    }

    private App app(AppSpec spec) {
        App app = runtime.app(spec);
        apps.add(app);
        return app;
    }

    private App app(int version, Stacked... services) throws IOException {
        return app(version, Map.of(), services);
    }

    private App app(int version, Map<String, String> variables, Stacked... services)
            throws IOException {
        StackDescription stack = Stacked.stack(services);
        return app(bed.stack(service, version, stack, variables));
    }

    private Stacked part(String name, String script) {
        return new Stacked(name, bed.image(), script);
    }

    private Stacked database() {
        return part("db", DB)
                .with("NAME", "${NAME:-otter}")
                .with("SEEN", "$SIZE")
                .keeping("d", "/data")
                .well("wget", "-q", "-O-", "http://127.0.0.1:9000/name");
    }

    /// Asks the database.
    private Stacked shop() {
        return web().after("db", Condition.HEALTHY);
    }

    private Stacked web() {
        return part("web", ASK + SERVE);
    }

    private static BuildFailed failure(App app) {
        return catchThrowableOfType(BuildFailed.class, () -> app.prepare(1));
    }

    private String printed(String container, String... command) throws IOException {
        return bed.engine
                .containers()
                .exec(container, ExecSpec.of(List.of(command), Duration.ofSeconds(10)))
                .output()
                .strip();
    }

    @Test
    void services_find_each_other_by_name() throws Exception {
        // Given
        App app = app(1, Map.of("NAME", "seal"), database(), shop());
        // When
        app.prepare(1);
        // Then
        assertThat(AppBed.get(app, "/cgi-bin/ask")).isEqualTo("seal");
        assertThat(printed(running(Marks.KEPT).getFirst(), "cat", "/data/log"))
                .isEqualTo("seal-small");
        assertThat(app.instances())
                .extracting(AppInstance::service, AppInstance::state)
                .contains(tuple("web", State.READY), tuple("db", State.READY));
    }

    @Test
    void a_service_waits_until_others_are_well_or_have_done_what_they_do() throws Exception {
        // Given
        Stacked slow =
                part("slow", "sleep 1; touch /tmp/well; sleep 600").well("test", "-e", "/tmp/well");
        Stacked job =
                part("job", "sleep 0.5; echo made > /data/made")
                        .keeping("d", "/data")
                        .after("slow", Condition.HEALTHY);
        Stacked web =
                part("web", "mkdir /www; cp /data/made /www/made; " + SERVE)
                        .reading(new StackMount.Volume("d", "/data", true))
                        .after("job", Condition.COMPLETED);
        App app = app(1, slow, job, web);
        // When
        app.prepare(1);
        // Then
        assertThat(AppBed.get(app, "/made")).isEqualTo("made");
        assertThat(app.instances())
                .anyMatch(one -> one.service().equals("job") && one.state() == State.COMPLETED);
    }

    @Test
    void what_does_not_run_fails_the_deployment_and_says_why() throws Exception {
        // Given
        App ends =
                app(1, part("bad", "echo no such table; exit 3").restarting(Policy.NEVER), web());
        App ill =
                app(
                        2,
                        part("ill", "sleep 600").well("sh", "-c", "echo too dark; exit 1"),
                        web().after("ill", Condition.HEALTHY));
        App missing = app(3, web().with("TOKEN", "${TOKEN:?is needed}"));
        // When / Then
        assertThat(failure(ends).detail()).contains("bad", "exit code 3", "no such table");
        ends.rest();
        assertThat(failure(ill).detail()).contains("ill", "healthcheck failed", "too dark");
        ill.rest();
        assertThat(failure(missing).detail()).contains("TOKEN", "is needed", "fairlead env set");
        missing.rest();
        Awaiting.until("nothing is left", () -> bed.all().isEmpty() && besides().isEmpty());
    }

    @Test
    void what_writes_a_volume_is_one_for_all_versions() throws Exception {
        // Given
        App first = app(1, database(), shop());
        first.prepare(1);
        first.led(Scale.USUAL);
        String kept = running(Marks.KEPT).getFirst();
        // When
        App second = app(2, database(), shop().with("COLOUR", "blue"));
        second.prepare(1);
        // Then
        assertThat(running(Marks.KEPT)).containsExactly(kept);
        assertThat(AppBed.get(first, "/cgi-bin/ask")).isEqualTo("otter");
        assertThat(AppBed.get(second, "/cgi-bin/ask")).isEqualTo("otter");
        first.close();
        Awaiting.until("the first has ended", () -> bed.all().size() == 1);
        assertThat(AppBed.get(second, "/cgi-bin/ask")).isEqualTo("otter");
    }

    @Test
    void what_writes_a_volume_is_replaced_in_place_and_comes_back_if_that_fails() throws Exception {
        // Given
        App first = app(1, database(), shop());
        first.prepare(1);
        first.led(Scale.USUAL);
        String kept = running(Marks.KEPT).getFirst();
        // When
        App broken =
                app(2, part("db", "exit 9").keeping("d", "/data").restarting(Policy.NEVER), web());
        // Then
        assertThat(failure(broken).detail()).contains("db", "exit code 9");
        Awaiting.until("it is back", () -> running(Marks.KEPT).equals(List.of(kept)));
        Awaiting.until("it answers", () -> asked(first).equals("otter"));
        // When
        App renamed = app(3, Map.of("NAME", "seal"), database(), shop());
        renamed.prepare(1);
        // Then
        assertThat(AppBed.get(renamed, "/cgi-bin/ask")).isEqualTo("seal");
        assertThat(AppBed.get(first, "/cgi-bin/ask")).isEqualTo("seal");
        // When
        renamed.close();
        // Then
        Awaiting.until("it is as the first wants it", () -> asked(first).equals("otter"));
        assertThat(printed(running(Marks.KEPT).getFirst(), "cat", "/data/log"))
                .isEqualTo("otter-small\notter-small\nseal-small\notter-small");
    }

    private static String asked(App app) {
        try {
            return AppBed.get(app, "/cgi-bin/ask");
        } catch (IOException | InterruptedException e) {
            return "";
        }
    }

    @Test
    void what_ends_or_falls_ill_is_started_again() throws Exception {
        // Given
        Stacked part =
                part("part", "touch /tmp/well; sleep 600").well("test", "-e", "/tmp/well").times(2);
        App app = app(1, part, web().after("part", Condition.HEALTHY));
        app.prepare(1);
        app.led(Scale.USUAL);
        List<String> both = running(Marks.PART);
        assertThat(both).hasSize(2);
        // When
        bed.engine.containers().kill(both.getFirst(), "SIGKILL");
        printed(both.getLast(), "rm", "/tmp/well");
        // Then
        Awaiting.until(
                "both were started again",
                () ->
                        app.instances().stream()
                                        .filter(one -> one.why().contains("again 1 times"))
                                        .filter(one -> one.state() == State.READY)
                                        .count()
                                == 2);
        assertThat(AppBed.get(app, "/cgi-bin/ask")).isNotNull();
    }

    @Test
    void all_of_it_stops_where_nobody_comes_and_comes_back() throws Exception {
        // Given
        App app = app(1, database(), part("side", "sleep 600"), shop());
        app.prepare(1);
        var rule = new Scale(0, 1, 70, Duration.ofSeconds(1), Duration.ZERO);
        // When
        app.led(rule);
        // Then
        Awaiting.until(
                "all of it is stopped",
                () ->
                        bed.running().isEmpty()
                                && running(Marks.PART).isEmpty()
                                && running(Marks.KEPT).isEmpty());
        // When
        app.prepare(1);
        // Then
        assertThat(AppBed.get(app, "/cgi-bin/ask")).isEqualTo("otter");
        assertThat(running(Marks.PART)).hasSize(1);
    }

    @Test
    void the_next_server_finds_what_runs() throws Exception {
        // Given
        AppSpec spec =
                bed.stack(
                        service,
                        1,
                        Stacked.stack(database(), part("side", "sleep 600"), shop()),
                        Map.of());
        runtime.app(spec).prepare(1);
        List<String> before = running(Marks.KEPT);
        List<String> side = running(Marks.PART);
        List<String> entry = bed.running();
        // When
        runtime.close();
        runtime = bed.runtime(AppBed.SETTINGS);
        App app = app(spec);
        app.led(Scale.USUAL);
        app.prepare(1);
        // Then
        assertThat(bed.running()).isEqualTo(entry);
        Awaiting.until(
                "all of it is known",
                () -> app.instances().stream().filter(i -> i.state() == State.READY).count() == 3);
        assertThat(running(Marks.KEPT)).isEqualTo(before);
        assertThat(running(Marks.PART)).isEqualTo(side);
        assertThat(runtime.removeStrays(Duration.ofSeconds(-5))).isZero();
    }

    @Test
    void what_is_done_is_not_done_again_by_the_next_server() throws Exception {
        // Given
        AppSpec spec =
                bed.stack(
                        service,
                        1,
                        Stacked.stack(part("job", "true"), web().after("job", Condition.COMPLETED)),
                        Map.of());
        runtime.app(spec).prepare(1);
        String job = bed.besides(Marks.PART).getFirst().id();
        var finished = bed.engine.containers().inspect(job).state().finished();
        // When
        runtime.close();
        runtime = bed.runtime(AppBed.SETTINGS);
        App app = app(spec);
        app.led(Scale.USUAL);
        // Then
        Awaiting.until(
                "it is known",
                () -> app.instances().stream().anyMatch(one -> one.state() == State.COMPLETED));
        assertThat(bed.engine.containers().inspect(job).state().finished()).isEqualTo(finished);
    }

    @Test
    void files_and_secrets_are_there_to_be_read() throws Exception {
        // Given
        var config = new StackMount.Content("/etc/app.conf", "size=${SIZE}", false, 0444, false);
        var secret = new StackMount.Content("/run/secrets/token", "${TOKEN}", false, 0400, true);
        Stacked web =
                part(
                                "web",
                                "mkdir /www; cp /etc/app.conf /run/secrets/token /www/; echo x >"
                                        + " /etc/app.conf; "
                                        + SERVE)
                        .reading(config)
                        .reading(secret);
        App app = app(1, Map.of("TOKEN", "pa$word"), web);
        // When
        app.prepare(1);
        // Then
        assertThat(AppBed.get(app, "/app.conf")).isEqualTo("size=small");
        assertThat(AppBed.get(app, "/token")).isEqualTo("pa$word");
    }

    @Test
    void who_is_in_no_common_network_cannot_be_reached() throws Exception {
        // Given
        App app =
                app(
                        1,
                        part("db", "mkdir /www; exec httpd -f -p 9000 -h /www").in("back"),
                        part("middle", "sleep 600").in("back", "front"),
                        web().in("front"));
        // When
        app.prepare(1);
        // Then
        String look = "nslookup %s 127.0.0.11 > /dev/null 2>&1 && echo found || echo none";
        String entry = bed.running().getFirst();
        assertThat(printed(entry, "sh", "-c", look.formatted("db"))).isEqualTo("none");
        assertThat(printed(entry, "sh", "-c", look.formatted("middle"))).isEqualTo("found");
    }
}

package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Apps.Said;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// How many instances apps have, with a real engine.
@Tag("slow")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppScaleTest {
    /// Tells when it is not alone in its instance.
    private static final String ALONE =
            """
            printf 'content-type: text/plain\\r\\n\\r\\n'
            mkdir /tmp/alone || echo NOT ALONE
            sleep 0.1
            rmdir /tmp/alone
            tail -n 1 /etc/hosts
            """;

    private final Apps apps;

    AppScaleTest(@TempDir Path folders) throws Exception {
        apps = Apps.on(folders);
    }

    @AfterAll
    void take_down() {
        apps.close();
    }

    private void good(Said said) {
        assertThat(said.exit()).as(said.text()).isZero();
    }

    @Test
    void what_nobody_asks_is_frozen_and_answers_the_next_request() throws Exception {
        // Given
        good(apps.deploy("idle", Apps.page("awake")));
        // When
        good(apps.say("scale", "apps/idle", "--min", "0", "--idle", "1s"));
        // Then
        Installation.await(() -> apps.states("idle").equals(List.of("paused")), "it to be frozen");
        assertThat(apps.say("instances", "apps/idle").text()).contains("paused");
        // When
        String answer = apps.get("idle");
        // Then
        assertThat(answer).contains("awake");
        assertThat(apps.states("idle")).contains("ready");
    }

    @Test
    void load_starts_instances_up_to_the_maximum_and_its_end_stops_them() throws Exception {
        // Given
        good(apps.deploy("busy", Apps.script(ALONE)));
        // When
        Said scaled =
                apps.say(
                        "scale",
                        "apps/busy",
                        "--max",
                        "3",
                        "--concurrency",
                        "1",
                        "--down-delay",
                        "1s");
        // Then
        good(scaled);
        assertThat(scaled.text()).contains("1 to 3 instances", "1 requests at once each");
        // When
        var load = new Load(apps.fairlead, 8, "/fn/apps/busy/cgi-bin/run");
        try (load) {
            Installation.await(
                    () -> apps.states("busy").stream().filter("ready"::equals).count() == 3,
                    "three instances");
            int before = load.answered.get();
            Installation.await(() -> load.answered.get() > before + 100, "a hundred answers");
            assertThat(apps.say("instances", "apps/busy").text())
                    .contains("requests at once")
                    .doesNotContain("MEMORY");
            assertThat(apps.say("instances", "apps/busy", "--usage").text())
                    .contains("CPU", "MEMORY", " %", " of 512.0 MiB");
        }
        // Then
        assertThat(load.wrong).isEmpty();
        assertThat(load.heard).noneMatch(text -> text.contains("NOT ALONE"));
        assertThat(load.heard.size()).isBetween(3, 4);
        Installation.await(() -> apps.states("busy").equals(List.of("ready")), "one to be left");
    }

    @Test
    void an_instance_that_is_killed_under_load_costs_no_request() throws Exception {
        // Given
        good(apps.deploy("killed", Apps.page("alive")));
        good(apps.say("scale", "apps/killed", "--min", "2"));
        Installation.await(
                () -> apps.states("killed").equals(List.of("ready", "ready")), "two instances");
        List<String> mine = instances("killed");
        // When
        var load = new Load(apps.fairlead, 4, "/fn/apps/killed/");
        try (load) {
            for (String instance : mine) {
                int before = load.answered.get();
                Installation.await(() -> load.answered.get() > before + 50, "some answers");
                apps.engine.containers().kill(instance, "SIGKILL");
            }
            int before = load.answered.get();
            Installation.await(() -> load.answered.get() > before + 50, "answers afterwards");
        }
        // Then
        assertThat(load.wrong).isEmpty();
        assertThat(instances("killed")).doesNotContainAnyElementsOf(mine);
    }

    /// Docker ends what a daemon before it had started. Whoever asks meanwhile waits, or is told to
    /// come again; nobody has to do anything.
    @Test
    void an_engine_that_dies_under_load_is_survived() throws Exception {
        // Given
        good(apps.deploy("survivor", Apps.page("alive")));
        // When
        var load = new Load(apps.fairlead, 4, "/fn/apps/survivor/");
        try (load) {
            Installation.await(() -> load.answered.get() > 50, "some answers");
            apps.daemon.crash();
            int without = load.answered.get();
            Installation.await(() -> load.answered.get() > without + 50, "answers without it");
            apps.daemon.revive();
            Installation.await(
                    () -> !apps.states("survivor").isEmpty() && ready("survivor"),
                    "an instance to be ready");
            int after = load.answered.get();
            Installation.await(() -> load.answered.get() > after + 50, "answers afterwards");
        }
        // Then
        assertThat(load.wrong).allMatch(wrong -> wrong.matches("(?s)50[234] .*"));
        var calm = new Load(apps.fairlead, 4, "/fn/apps/survivor/");
        try (calm) {
            Installation.await(() -> calm.answered.get() > 100, "a hundred answers");
        }
        assertThat(calm.wrong).isEmpty();
    }

    private boolean ready(String name) {
        return apps.states(name).contains("ready");
    }

    private List<String> instances(String name) throws IOException {
        String id = apps.service(name).path("id").asString();
        return apps.engine.containers().list(List.of("dev.fairlead.service=" + id)).stream()
                .map(one -> one.id())
                .toList();
    }

    @Test
    void what_makes_no_sense_is_refused_by_name() throws Exception {
        // Given
        good(apps.deploy("odd", Apps.page("odd")));
        // When
        Said crossed = apps.say("scale", "apps/odd", "--min", "5", "--max", "2");
        Said negative = apps.say("scale", "apps/odd", "--min", "-1");
        Said told = apps.say("scale", "apps/odd");
        // Then
        assertThat(crossed.exit()).isNotZero();
        assertThat(crossed.text()).contains("/scale/max", "at least min");
        assertThat(negative.text()).contains("/scale/min");
        assertThat(told.text()).contains("1 to 10 instances");
    }
}

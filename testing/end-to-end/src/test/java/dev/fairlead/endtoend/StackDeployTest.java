package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Apps.Said;
import dev.fairlead.engine.containers.ContainerState.Phase;
import dev.fairlead.engine.containers.ContainerSummary;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Stacks, from a compose file to an URL, with a real engine.
@Tag("slow")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StackDeployTest {
    private static final String COMPOSE =
            """
            services:
              db:
                image: fairlead.test/tiny:1
                command:
                  - sh
                  - -c
                  - echo start >> /data/starts; exec httpd -f -p 9000 -h /data
                volumes: [data:/data]
                healthcheck:
                  test: [CMD, wget, -q, -O-, "http://127.0.0.1:9000/starts"]
                  interval: 1s
              api:
                image: fairlead.test/tiny:1
                environment:
                  GREETING: ${GREETING:-hello}
                command:
                  - sh
                  - -c
                  - |
                    mkdir -p /www/cgi-bin
                    printf '#!/bin/sh\\necho\\necho %s from %s\\nwget -q -O- http://db:9000/starts\\n' \\
                        "$$GREETING" "$$(hostname)" > /www/cgi-bin/run
                    chmod +x /www/cgi-bin/run
                    exec httpd -f -p 7000 -h /www
                depends_on:
                  db: {condition: service_healthy}
              web:
                build: .
                ports: ["80:8080"]
                depends_on: [api]
            volumes:
              data: {}
            """;

    /// Asks the service behind it.
    private static final String ASK =
            """
            #!/bin/sh
            printf 'content-type: text/plain\\r\\n\\r\\n'
            wget -q -O- http://api:7000/cgi-bin/run
            """;

    private final Apps apps;

    StackDeployTest(@TempDir Path folders) throws Exception {
        apps = Apps.on(folders);
    }

    @AfterAll
    void take_down() {
        apps.close();
    }

    private static Map<String, String> shop(String text) {
        return Map.of(
                "compose.yaml",
                COMPOSE,
                "Dockerfile",
                Apps.DOCKERFILE,
                "www/index.html",
                text + "\n",
                "www/cgi-bin/ask",
                ASK);
    }

    private static void good(Said said) {
        assertThat(said.exit()).as(said.text()).isZero();
    }

    private String asked(String name) {
        return apps.fairlead.get("/fn/apps/" + name + "/cgi-bin/ask").body();
    }

    private List<ContainerSummary> containers(String kind, String name) {
        String id = apps.service(name).path("id").asString();
        try {
            return apps.engine
                    .containers()
                    .list(List.of("dev.fairlead.kind=" + kind, "dev.fairlead.service=" + id));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> running(String name) {
        return List.of("instance", "part", "kept").stream()
                .flatMap(kind -> containers(kind, name).stream())
                .filter(one -> one.phase() == Phase.RUNNING)
                .map(ContainerSummary::id)
                .toList();
    }

    @Test
    void three_services_answer_as_one_and_say_how_they_are() throws Exception {
        // When
        Said said = apps.deploy("shop", shop("a shop"));
        // Then
        good(said);
        assertThat(apps.get("shop")).contains("a shop");
        assertThat(asked("shop")).isEqualTo("hello from api\nstart\n");
        String id = apps.service("shop").path("id").asString();
        JsonNode answer = apps.fairlead.api("GET", "/functions/" + id + "/instances", "").json();
        assertThat(answer.path("health").asString()).isEqualTo("healthy");
        assertThat(apps.say("instances", "apps/shop").text())
                .contains("web (version 1)", "api (version 1)", "db (version", "shop is healthy");
    }

    @Test
    void a_release_and_a_rollback_under_load_lose_no_request_and_keep_the_data() throws Exception {
        // Given
        good(apps.deploy("rolled", shop("one")));
        List<ContainerSummary> kept = containers("kept", "rolled");
        Map<String, String> next = new HashMap<>(shop("two"));
        next.computeIfPresent("compose.yaml", (_, text) -> text.replace(":-hello}", ":-goodbye}"));
        // When
        var load = new Load(apps.fairlead, 4, "/fn/apps/rolled/cgi-bin/ask");
        try (load) {
            good(apps.deploy("rolled", next));
            Installation.await(
                    () -> load.heard.stream().anyMatch(t -> t.contains("goodbye from api")),
                    "the new version to answer");
            good(apps.say("rollback", "apps/rolled"));
            int before = load.answered.get();
            Installation.await(() -> load.answered.get() > before + 50, "answers afterwards");
        }
        // Then
        assertThat(load.wrong).isEmpty();
        assertThat(load.heard)
                .containsExactlyInAnyOrder("hello from api\nstart", "goodbye from api\nstart");
        assertThat(containers("kept", "rolled")).hasSameSizeAs(kept);
        assertThat(containers("kept", "rolled").getFirst().id()).isEqualTo(kept.getFirst().id());
    }

    @Test
    void all_of_it_stops_where_nobody_comes_and_the_next_request_is_answered() throws Exception {
        // Given
        good(apps.deploy("sleepy", shop("awake")));
        // When
        good(apps.say("scale", "apps/sleepy", "--min", "0", "--idle", "1s"));
        // Then
        Installation.await(() -> running("sleepy").isEmpty(), "all of it to stop");
        // When
        String answer = asked("sleepy");
        // Then
        assertThat(answer).isEqualTo("hello from api\nstart\nstart\n");
        assertThat(running("sleepy")).hasSize(3);
    }

    @Test
    void what_would_reach_the_host_is_refused_with_its_place() throws Exception {
        // When
        Said said =
                apps.deploy(
                        "greedy",
                        Map.of(
                                "compose.yaml",
                                """
                                services:
                                  web:
                                    image: fairlead.test/tiny:1
                                    ports: ["80"]
                                    privileged: true
                                    network_mode: host
                                    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
                                """));
        // Then
        assertThat(said.exit()).isNotZero();
        assertThat(said.text())
                .contains(
                        "services.web.privileged",
                        "services.web.network_mode",
                        "services.web.volumes");
    }

    @Test
    void what_does_not_start_leaves_what_is_live_and_says_which_service() throws Exception {
        // Given
        good(apps.deploy("lives", shop("first")));
        Map<String, String> broken = new HashMap<>(shop("second"));
        broken.computeIfPresent(
                "compose.yaml",
                (_, text) -> text.replace("exec httpd -f -p 7000 -h /www", "exit 4"));
        // When
        Said said = apps.deploy("lives", broken);
        // Then
        assertThat(said.exit()).isNotZero();
        assertThat(said.text()).contains("api", "exit code 4");
        assertThat(asked("lives")).contains("hello from api");
    }
}

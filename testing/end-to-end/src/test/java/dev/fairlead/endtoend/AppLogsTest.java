package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Main;
import dev.fairlead.endtoend.Apps.Said;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What apps and stacks print, as `fairlead logs` shows it.
@Tag("slow")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppLogsTest {
    private static final String SERVES = "exec httpd -f -p $PORT -h /www";
    private static final String CGI =
            """
            echo asked for $QUERY_STRING >&2
            printf 'content-type: text/plain\\r\\n\\r\\nsaid\\n'
            """;

    private final Apps apps;

    AppLogsTest(@TempDir Path folders) throws Exception {
        apps = Apps.on(folders);
    }

    @AfterAll
    void take_down() {
        apps.close();
    }

    private Said deploy(String name, String who, String then) throws IOException {
        String says =
                """
                FROM %1$s
                COPY www /www
                CMD ["/bin/sh", "-c", "echo %2$s begins; echo %2$s complains >&2; %3$s"]
                """
                        .formatted(Apps.BASE, who, then);
        return apps.deploy(
                name,
                Map.of(
                        "Dockerfile",
                        says,
                        "www/index.html",
                        who + "\n",
                        "www/cgi-bin/say",
                        "#!/bin/sh\n" + CGI));
    }

    private String logs(String... more) {
        String[] words = new String[more.length + 1];
        words[0] = "logs";
        System.arraycopy(more, 0, words, 1, more.length);
        Said said = apps.say(words);
        assertThat(said.exit()).as(said.text()).isZero();
        return said.text();
    }

    private void await(String service, String text) {
        Installation.await(() -> logs(service).contains(text), text);
    }

    @Test
    void what_every_version_printed_is_one_log_that_can_be_searched() throws IOException {
        // Given
        Said first = deploy("told", "one", SERVES);
        assertThat(first.exit()).as(first.text()).isZero();
        String since = apps.newest("told").path("endedAt").asString();
        Said second = deploy("told", "two", SERVES);
        assertThat(second.exit()).as(second.text()).isZero();
        // When
        await("apps/told", "two complains");
        String all = logs("apps/told");
        // Then
        assertThat(all.lines().map(line -> line.substring(line.indexOf(' ') + 1)))
                .anyMatch(line -> line.matches("info {2}v1 [0-9a-f]{12} one begins"))
                .anyMatch(line -> line.matches("error v1 [0-9a-f]{12} one complains"))
                .anyMatch(line -> line.matches("info {2}v2 [0-9a-f]{12} two begins"));
        assertThat(logs("apps/told", "--version", "1")).contains("one").doesNotContain("two");
        assertThat(logs("apps/told", "--text", "COMPLAINS")).doesNotContain("begins");
        assertThat(logs("apps/told", "--tail", "1").lines()).hasSize(1);
        assertThat(logs("apps/told", "--since", since)).contains("two").doesNotContain("one");
        assertThat(logs("apps/told", "--instance", "nobody")).isEmpty();
    }

    @Test
    void a_line_reaches_who_follows() throws Exception {
        // Given
        Said said = deploy("followed", "it", SERVES);
        assertThat(said.exit()).as(said.text()).isZero();
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var environment =
                Map.of("FAIRLEAD_URL", apps.fairlead.url(), "FAIRLEAD_TOKEN", apps.fairlead.key());
        Thread following =
                Thread.ofVirtual()
                        .start(() ->
                                Main.commandLine(stream, stream, environment)
                                        .execute("logs", "-f", "apps/followed"));
        Installation.await(() -> out.toString(StandardCharsets.UTF_8).contains("begins"), "it");
        // When
        for (int i = 0; i < 3; i++) {
            apps.fairlead.get("/fn/apps/followed/cgi-bin/say?n" + i);
        }
        // Then
        Installation.await(
                () -> out.toString(StandardCharsets.UTF_8).contains("asked for n2"), "the last");
        following.interrupt();
        following.join();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains("asked")))
                .hasSize(3);
    }

    @Test
    void what_did_not_start_left_its_words() throws IOException {
        // When
        Said said = deploy("fails", "it", "exit 3");
        // Then
        assertThat(said.exit()).isNotZero();
        await("apps/fails", "it complains");
        assertThat(logs("apps/fails")).contains("it begins");
    }

    @Test
    void services_of_a_stack_are_told_apart() throws IOException {
        // Given
        String compose =
                """
                services:
                  db:
                    image: %1$s
                    command: [sh, -c, "echo db is up; exec httpd -f -p 9000 -h /tmp"]
                  web:
                    image: %1$s
                    command: [sh, -c, "echo web is up; exec httpd -f -p 8080 -h /tmp"]
                    ports: ["80:8080"]
                    depends_on: [db]
                """
                        .formatted(Apps.BASE);
        Said said = apps.deploy("pair", Map.of("compose.yaml", compose));
        assertThat(said.exit()).as(said.text()).isZero();
        // When
        await("apps/pair", "web is up");
        await("apps/pair", "db is up");
        // Then
        assertThat(logs("apps/pair").lines())
                .anyMatch(line -> line.matches(".* v1 web/[0-9a-f]{12} web is up"))
                .anyMatch(line -> line.matches(".* db/[0-9a-f]{12} db is up"));
        JsonNode page =
                apps.fairlead
                        .api(
                                "GET",
                                "/functions/"
                                        + apps.service("pair").path("id").asString()
                                        + "/logs?limit=1&text=is+up",
                                "")
                        .json();
        assertThat(page.path("items")).hasSize(1);
        assertThat(page.path("nextCursor").asString("")).isNotEmpty();
    }

    @Test
    void a_filter_that_cannot_be_is_refused() throws IOException {
        // Given
        Said said = deploy("asked", "it", SERVES);
        assertThat(said.exit()).as(said.text()).isZero();
        String logs = "/functions/" + apps.service("asked").path("id").asString() + "/logs";
        // When
        List<Integer> statuses =
                List.of(
                        apps.fairlead.api("GET", logs + "?since=yesterday", "").status(),
                        apps.fairlead.api("GET", logs + "?version=one", "").status(),
                        apps.fairlead.api("GET", logs + "?text=" + "x".repeat(201), "").status(),
                        apps.fairlead.api("GET", logs + "?text=%00", "").status(),
                        apps.fairlead.api("GET", logs + "?cursor=odd", "").status());
        // Then
        assertThat(statuses).containsOnly(400);
    }
}

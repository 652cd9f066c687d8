package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Apps.Said;
import dev.fairlead.engine.images.Reference;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Apps, from a folder or an image to an URL, with a real engine.
@Tag("slow")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppDeployTest {
    private static final String BASE = Apps.BASE;

    private final Apps apps;

    AppDeployTest(@TempDir Path folders) throws Exception {
        apps = Apps.on(folders);
    }

    @AfterAll
    void take_down() {
        apps.close();
    }

    private Said deploy(String name, Map<String, String> files) throws IOException {
        return apps.deploy(name, files);
    }

    private static Map<String, String> page(String text) {
        return Apps.page(text);
    }

    @Test
    void a_folder_with_a_dockerfile_answers_at_a_url() throws IOException {
        // When
        Said said =
                deploy(
                        "folder",
                        Map.of(
                                "Dockerfile",
                                Apps.DOCKERFILE,
                                "www/index.html",
                                "from a folder\n",
                                "www/secret.txt",
                                "left out",
                                ".dockerignore",
                                "**/*.txt\n",
                                "fairlead.yaml",
                                "kind: app\nname: folder\nargs: {GREETING: 'good day'}\n"));
        // Then
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("COPY www /www", "on port 8080 as 65534:65534");
        assertThat(apps.get("folder")).contains("from a folder", "good day");
        assertThat(apps.fairlead.get("/fn/apps/folder/secret.txt").status()).isEqualTo(404);
    }

    @Test
    void an_image_answers_where_it_says_that_it_listens() throws Exception {
        // Given
        Said built = deploy("source", page("an image"));
        assertThat(built.exit()).as(built.text()).isZero();
        String id =
                apps.engine.images().list(List.of("dev.fairlead.tenant")).stream()
                        .findFirst()
                        .orElseThrow()
                        .id();
        apps.engine.images().tag(id, Reference.parse("fairlead.test/web:2"));
        // When
        Said said =
                apps.say(
                        "deploy",
                        "--image",
                        "fairlead.test/web:2",
                        "--port",
                        "9000",
                        "--project",
                        "apps");
        // Then
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("on port 9000");
        assertThat(apps.get("web")).contains("an image");
    }

    @Test
    void an_image_that_nobody_has_fails_the_deployment() {
        // When
        Said said = apps.say("deploy", "--image", "fairlead.test/none:1", "--project", "apps");
        // Then
        assertThat(said.exit()).as(said.text()).isNotZero();
        assertThat(apps.newest("none").path("failure").path("code").asString())
                .isEqualTo("image-unavailable");
    }

    @Test
    void a_step_that_fails_and_a_reference_that_is_none_say_so() throws IOException {
        // When
        Said step =
                deploy("broken", Map.of("Dockerfile", "FROM " + BASE + "\nRUN echo why; false\n"));
        Said reference =
                deploy("odd", Map.of("fairlead.yaml", "kind: app\nimage: 'a b; rm -rf /'\n"));
        Said own =
                deploy("own", Map.of("fairlead.yaml", "kind: app\nimage: fairlead.local/app:1\n"));
        // Then
        assertThat(step.text()).contains("why", "image-build-failed");
        assertThat(reference.text()).contains("source-invalid");
        assertThat(own.text()).contains("fairlead.local");
    }

    @Test
    void what_does_not_start_leaves_what_is_live() throws IOException {
        // Given
        Said first = deploy("lives", page("first"));
        assertThat(first.exit()).as(first.text()).isZero();
        int before = apps.running().size();
        // When
        Said second =
                deploy(
                        "lives",
                        Map.of(
                                "Dockerfile",
                                "FROM "
                                        + BASE
                                        + "\n"
                                        + "CMD [\"/bin/sh\", \"-c\", \"echo no table; exit"
                                        + " 3\"]\n"));
        // Then
        assertThat(second.exit()).isNotZero();
        assertThat(second.text()).contains("exit code 3", "no table");
        assertThat(apps.newest("lives").path("failure").path("code").asString())
                .isEqualTo("start-failed");
        assertThat(apps.get("lives")).contains("first");
        assertThat(apps.running()).hasSize(before);
    }

    @Test
    void releases_and_rollbacks_under_load_fail_no_request() throws Exception {
        // Given
        Said first = deploy("busy", page("version 1"));
        assertThat(first.exit()).as(first.text()).isZero();
        var over = new AtomicBoolean();
        var answered = new AtomicInteger();
        var failed = new AtomicInteger();
        Thread load =
                Thread.ofVirtual()
                        .start(() -> {
                            while (!over.get()) {
                                boolean good = apps.fairlead.get("/fn/apps/busy/").status() == 200;
                                (good ? answered : failed).incrementAndGet();
                            }
                        });
        // When
        for (int version = 2; version <= 4; version++) {
            Said next = deploy("busy", page("version " + version));
            assertThat(next.exit()).as(next.text()).isZero();
            assertThat(apps.get("busy")).contains("version " + version);
        }
        Said back = apps.say("rollback", "apps/busy");
        Said further = apps.say("rollback", "apps/busy", "--to", "1");
        // Then
        assertThat(back.exit()).as(back.text()).isZero();
        assertThat(further.exit()).as(further.text()).isZero();
        assertThat(apps.get("busy")).contains("version 1");
        over.set(true);
        load.join();
        assertThat(failed).hasValue(0);
        assertThat(answered.get()).isGreaterThan(20);
    }

    @Test
    void a_server_that_starts_again_finds_its_apps() throws Exception {
        // Given
        Said first = deploy("stays", page("still here"));
        assertThat(first.exit()).as(first.text()).isZero();
        List<String> before = apps.running();
        // When
        apps.fairlead.stop();
        apps.fairlead.startAgain();
        // Then
        assertThat(apps.get("stays")).contains("still here");
        apps.fairlead.ready();
        assertThat(apps.running()).containsAll(before);
    }

    @Test
    void a_service_that_is_deleted_takes_its_instance_with_it() throws Exception {
        // Given
        Said first = deploy("gone", page("for now"));
        assertThat(first.exit()).as(first.text()).isZero();
        List<String> before = apps.running();
        // When
        Said deleted = apps.say("delete", "apps/gone", "--yes");
        // Then
        assertThat(deleted.exit()).as(deleted.text()).isZero();
        Installation.await(() -> running(before.size()), "its instance to go");
    }

    private boolean running(int fewerThan) {
        try {
            return apps.running().size() < fewerThan;
        } catch (IOException e) {
            return false;
        }
    }
}

package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Main;
import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.model.functions.ContentHash;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Builds through the API and the command line, with real compilers.
@Tag("slow")
class BuildsTest {
    private static final String GREETS =
            "export function handle(input: string): string { return"
                    + " '\"'.concat(input).concat('\"'); }";

    private final Installation fairlead = Installation.shared().ready();
    private @TempDir Path folder;

    private String run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var environment = Map.of("FAIRLEAD_URL", fairlead.url(), "FAIRLEAD_TOKEN", fairlead.key());
        int code = Main.commandLine(stream, stream, environment).execute(arguments);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(code).as(text).isZero();
        return text;
    }

    private JsonNode submit(String function, String source) {
        Reply reply =
                fairlead.api(
                        "POST",
                        "/functions/" + function + "/deployments?fileName=index.ts",
                        source.getBytes(StandardCharsets.UTF_8),
                        "application/typescript");
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        return reply.json();
    }

    private String state(JsonNode deployment) {
        return build(deployment).path("state").asString();
    }

    private JsonNode build(JsonNode deployment) {
        return fairlead.api("GET", "/builds/" + deployment.path("buildId").asString(), "").json();
    }

    @Test
    void a_build_is_listed_shown_and_its_artifact_downloaded() throws IOException {
        // Given
        JsonNode function = fairlead.javascript("builds", "shown", "export default () => 'shown';");
        String id = fairlead.deployment(function.path("id").asString()).path("buildId").asString();
        Path file = folder.resolve("shown.js");
        // When
        String list = run("builds", "--function", "builds/shown", "--state", "succeeded");
        String shown = run("builds", "show", id);
        String log = run("builds", "log", id);
        run("artifact", "builds/shown", "--file", file.toString());
        // Then
        assertThat(list).contains(id, "builds/shown", "storing");
        assertThat(shown).contains("succeeded", "queued", "analysing", "packaging", "storing");
        assertThat(log).contains("The handler is in index.js.", "version 1 is live");
        String version =
                fairlead.api(
                                "GET",
                                "/functions/" + function.path("id").asString() + "/versions/1",
                                "")
                        .json()
                        .path("artifactHash")
                        .asString();
        assertThat(ContentHash.of(Files.readAllBytes(file)).hex()).isEqualTo(version);
        assertThat(run("builds", "--state", "dead")).contains("no build is dead");
    }

    @Test
    void a_log_that_was_followed_half_way_goes_on_after_the_last_line() {
        // Given
        JsonNode function = fairlead.javascript("builds", "resumed", "export default () => 1;");
        String path =
                "/api/v1/deployments/"
                        + fairlead.deployment(function.path("id").asString()).path("id").asString()
                        + "/log";
        String whole =
                fairlead.send("GET", path, new byte[0], "authorization", "Bearer " + fairlead.key())
                        .body();
        // When
        String rest =
                fairlead.send(
                                "GET",
                                path,
                                new byte[0],
                                "authorization",
                                "Bearer " + fairlead.key(),
                                "last-event-id",
                                "3")
                        .body();
        // Then
        assertThat(whole).contains("id: 1\n", "id: 4\n", "event: end\n");
        assertThat(rest).startsWith("id: 4\n").endsWith(whole.substring(whole.indexOf("id: 4\n")));
    }

    @Test
    void a_cancelled_build_stops_its_compiler_and_leaves_what_is_live() {
        // Given
        JsonNode function = fairlead.javascript("builds", "kept", "export default () => 'kept';");
        String id = function.path("id").asString();
        JsonNode deployment = submit(id, GREETS);
        Installation.await(() -> state(deployment).equals("running"), "a running build");
        // When
        String said = run("builds", "cancel", deployment.path("buildId").asString());
        // Then
        assertThat(said).contains("cancelled " + deployment.path("buildId").asString());
        assertThat(fairlead.deployment(id).path("state").asString()).isEqualTo("cancelled");
        assertThat(fairlead.get("/fn/builds/kept").body()).contains("kept");
        Installation.await(() -> compilers().isEmpty(), "the end of the compiler");
        Reply again =
                fairlead.api(
                        "POST", "/builds/" + deployment.path("buildId").asString() + ":cancel", "");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("build-ended");
    }

    private static List<ProcessHandle> compilers() {
        return ProcessHandle.current()
                .descendants()
                .filter(process ->
                        process.info()
                                .commandLine()
                                .filter(line -> line.contains("asc.js"))
                                .isPresent())
                .toList();
    }

    @Test
    void a_build_whose_compiler_was_killed_is_tried_again_and_ends_live() {
        // Given
        JsonNode function = fairlead.javascript("builds", "killed", "export default () => 'old';");
        String id = function.path("id").asString();
        JsonNode deployment = submit(id, GREETS.replace("input)", "'survived')"));
        Installation.await(() -> !compilers().isEmpty(), "the compiler");
        // When
        compilers().forEach(ProcessHandle::destroyForcibly);
        // Then
        Installation.await(
                () -> fairlead.deployment(id).path("state").asString().equals("active"),
                "the second try");
        assertThat(fairlead.get("/fn/builds/killed").body()).contains("survived");
        assertThat(build(deployment).path("attempts").asInt()).isEqualTo(2);
    }

    @Test
    void edits_that_come_faster_than_builds_end_on_the_last_one() {
        // Given
        JsonNode function = fairlead.javascript("builds", "hasty", "export default () => 'old';");
        String id = function.path("id").asString();
        // When
        for (int edit = 1; edit <= 12; edit++) {
            submit(id, GREETS.replace("input)", "'edit " + edit + "')"));
        }
        // Then
        Installation.await(
                () -> fairlead.deployment(id).path("state").asString().equals("active"),
                "the last edit");
        assertThat(fairlead.get("/fn/builds/hasty").body()).contains("edit 12");
        JsonNode all = fairlead.api("GET", "/builds?function=" + id, "").json().path("items");
        assertThat(all).hasSize(13);
        long built =
                all.valueStream()
                        .filter(build -> build.path("state").asString().equals("succeeded"))
                        .count();
        assertThat(built).isLessThan(13);
    }

    @Test
    void an_unchanged_source_is_taken_from_the_cache_and_a_changed_variable_is_not() {
        // Given
        String source = "export default () => 'cached';";
        JsonNode function = fairlead.javascript("builds", "cached", source);
        String id = function.path("id").asString();
        // When
        String again = log(redeploy(id, source));
        run("env", "set", "builds/cached", "MODE=other");
        String changed = log(redeploy(id, source));
        // Then
        assertThat(again).contains("taken from the cache").doesNotContain("packaging");
        assertThat(changed).contains("packaging");
        assertThat(run("env", "list", "builds/cached")).contains("MODE", "other");
        run("env", "remove", "builds/cached", "MODE");
        assertThat(run("env", "list", "builds/cached")).contains("no build variables");
        JsonNode versions =
                fairlead.api("GET", "/functions/" + id + "/versions", "").json().path("items");
        assertThat(versions.valueStream().map(v -> v.path("artifactHash").asString()).distinct())
                .hasSize(1);
    }

    private JsonNode redeploy(String id, String source) {
        Reply reply =
                fairlead.api(
                        "POST",
                        "/functions/" + id + "/deployments?fileName=index.js",
                        source.getBytes(StandardCharsets.UTF_8),
                        "text/javascript");
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        return reply.json();
    }

    private String log(JsonNode deployment) {
        return run("builds", "log", deployment.path("buildId").asString());
    }
}

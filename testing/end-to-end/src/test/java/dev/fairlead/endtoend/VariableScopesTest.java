package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Main;
import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Variables from the command line to the running function.
class VariableScopesTest {
    private static final String TELLING =
            "export default () => ({mode: process.env.MODE, token:"
                    + " process.env.TOKEN, url: process.env.URL, before:"
                    + " process.env.TOKEN_PREVIOUS})";

    private final Installation fairlead = Installation.shared().ready();
    private final String marker = "marker" + UUID.randomUUID().toString().replace("-", "");

    @TempDir Path folder = Path.of("");

    private record Ran(int exitCode, String out, String err) {}

    private Ran run(String... arguments) {
        return typing("", arguments);
    }

    private Ran typing(String input, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            int exitCode =
                    Main.commandLine(
                                    new PrintStream(err, true, StandardCharsets.UTF_8),
                                    new PrintStream(out, true, StandardCharsets.UTF_8),
                                    Map.of(
                                            "FAIRLEAD_URL", fairlead.url(),
                                            "FAIRLEAD_TOKEN", fairlead.key(),
                                            "XDG_CONFIG_HOME", folder.resolve("config").toString()))
                            .execute(arguments);
            return new Ran(
                    exitCode,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setIn(before);
        }
    }

    private String function(String project) {
        return fairlead.javascript(project, "teller", TELLING).path("id").asString();
    }

    private JsonNode told(String project) {
        return Installation.JSON.readTree(fairlead.get("/fn/" + project + "/teller").body());
    }

    @Test
    void what_the_command_line_sets_is_seen_by_the_next_call_without_a_build() {
        // Given
        String id = function("setting");
        int builds = fairlead.api("GET", "/builds?function=" + id, "").json().path("items").size();
        // When
        Ran set = run("variables", "set", "-f", "setting/teller", "MODE=fast");
        JsonNode first = told("setting");
        Ran secret =
                typing(marker + "\n", "variables", "set", "-p", "setting", "--secret", "TOKEN");
        JsonNode second = told("setting");
        Ran listed = run("variables", "list", "-p", "setting");
        Ran checked = run("variables", "check", "-f", "setting/teller");
        Ran unset = run("variables", "unset", "-f", "setting/teller", "MODE");
        JsonNode third = told("setting");
        // Then
        assertThat(set.exitCode()).as(set.err()).isZero();
        assertThat(set.out()).contains("setting/teller in production: version 2");
        assertThat(first.path("mode").asString()).isEqualTo("fast");
        assertThat(secret.exitCode()).as(secret.err()).isZero();
        assertThat(second.path("token").asString()).isEqualTo(marker);
        assertThat(listed.out()).contains("TOKEN", "(secret)");
        assertThat(checked.out()).contains("MODE", "service", "TOKEN", "project");
        assertThat(unset.exitCode()).as(unset.err()).isZero();
        assertThat(third.has("mode")).isFalse();
        assertThat(listed.out() + checked.out() + set.out() + secret.out() + secret.err())
                .doesNotContain(marker);
        assertThat(fairlead.api("GET", "/builds?function=" + id, "").json().path("items"))
                .hasSize(builds);
    }

    @Test
    void what_is_not_released_waits_for_the_next_release() {
        // Given
        function("patient");
        // When
        Ran set = run("variables", "set", "-f", "patient/teller", "--no-release", "MODE=new");
        JsonNode before = told("patient");
        Ran other = run("variables", "set", "-f", "patient/teller", "URL=x");
        // Then
        assertThat(set.exitCode()).as(set.err()).isZero();
        assertThat(before.has("mode")).isFalse();
        assertThat(other.exitCode()).as(other.err()).isZero();
        assertThat(told("patient").path("mode").asString()).isEqualTo("new");
    }

    @Test
    void references_are_followed_and_cycles_are_told_whole() {
        // Given
        function("referring");
        run("variables", "set", "-p", "referring", "HOST=example.com");
        // When
        Ran good =
                run(
                        "variables",
                        "set",
                        "-f",
                        "referring/teller",
                        "URL=https://${project.HOST}/${fairlead.environment}/$${x}");
        JsonNode told = told("referring");
        Ran cyclic = run("variables", "set", "-f", "referring/teller", "MODE=${X}", "X=${MODE}");
        Ran open = run("variables", "set", "-f", "referring/teller", "MODE=${X");
        Ran deployed = deploy("referring");
        // Then
        assertThat(good.exitCode()).as(good.err()).isZero();
        assertThat(told.path("url").asString()).isEqualTo("https://example.com/production/${x}");
        assertThat(cyclic.out())
                .contains("refers to itself: MODE (service) -> X (service) -> MODE (service)");
        assertThat(open.exitCode()).isNotZero();
        assertThat(open.err()).contains("no '}' after it");
        assertThat(deployed.exitCode()).isNotZero();
        assertThat(deployed.err()).contains("refers to itself");
        assertThat(told("referring").path("url").asString()).startsWith("https://example.com");
    }

    private Ran deploy(String project) {
        try {
            Path file = folder.resolve("teller.js");
            Files.writeString(file, TELLING + " // " + UUID.randomUUID());
            return run("deploy", file.toString(), "--project", project, "--name", "teller");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void definitions_block_a_deployment_with_all_that_is_wrong() {
        // Given
        String id = function("defined");
        run("variables", "definitions", "set", "-p", "defined", "PORT", "--type", "integer");
        run("variables", "definitions", "set", "-p", "defined", "NEEDED", "--required");
        run("variables", "definitions", "set", "-p", "defined", "MODE", "--default", "standard");
        run("variables", "definitions", "set", "-p", "defined", "KEY", "--secret");
        run("variables", "set", "-p", "defined", "PORT=${P}", "P=many", "KEY=plain");
        // When
        Reply refused =
                fairlead.api(
                        "POST",
                        "/functions/" + id + "/deployments?fileName=index.js",
                        (TELLING + ";;").getBytes(StandardCharsets.UTF_8),
                        "text/javascript");
        Ran atOnce = run("variables", "set", "-p", "defined", "PORT=x");
        Ran mended = run("variables", "set", "-p", "defined", "P=80", "NEEDED=there");
        typing("plain", "variables", "set", "-p", "defined", "KEY", "--secret");
        // Then
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("variables-invalid");
        var wrong = new ArrayList<String>();
        refused.json()
                .path("errors")
                .forEach(e ->
                        wrong.add(
                                e.path("pointer").asString() + " " + e.path("detail").asString()));
        assertThat(wrong)
                .containsExactlyInAnyOrder(
                        "/variables/PORT has to be a whole number",
                        "/variables/NEEDED is required",
                        "/variables/KEY has to be a secret");
        assertThat(atOnce.exitCode()).isNotZero();
        assertThat(atOnce.err()).contains("has to be a whole number");
        assertThat(mended.exitCode()).isZero();
        assertThat(told("defined").path("mode").asString()).isEqualTo("standard");
    }

    @Test
    void a_secret_is_told_to_who_may_and_that_is_audited() {
        // Given
        function("revealing");
        typing(marker, "variables", "set", "-p", "revealing", "TOKEN", "--secret");
        // When
        Ran revealed = run("variables", "reveal", "-p", "revealing", "TOKEN");
        String audited = fairlead.api("GET", "/audit-events?action=revealed", "").body();
        // Then
        assertThat(revealed.out()).contains(marker);
        assertThat(audited).contains("\"revealed\"", "TOKEN").doesNotContain(marker);
        assertThat(fairlead.api("GET", "/audit-events?targetKind=variable", "").body())
                .doesNotContain(marker);
    }

    @Test
    void a_rotated_secret_is_given_beside_the_one_before() {
        // Given
        function("rotating");
        typing("old", "variables", "set", "-p", "rotating", "TOKEN", "--secret");
        // When
        Ran rotated =
                typing("new", "variables", "rotate", "-p", "rotating", "TOKEN", "--overlap", "1h");
        // Then
        assertThat(rotated.exitCode()).as(rotated.err()).isZero();
        assertThat(told("rotating").path("token").asString()).isEqualTo("new");
        assertThat(told("rotating").path("before").asString()).isEqualTo("old");
    }

    @Test
    void a_dotenv_file_goes_in_and_comes_out() throws IOException {
        // Given
        function("files");
        Path file = folder.resolve("some.env");
        Files.writeString(file, "export MODE='one two'\nURL=\"a\\nb\" # remark\nEMPTY=\n");
        // When
        Ran imported = run("variables", "import", "-p", "files", file.toString());
        typing(marker, "variables", "set", "-p", "files", "TOKEN", "--secret");
        Ran exported = run("variables", "export", "-p", "files");
        Ran withSecrets = run("variables", "export", "-p", "files", "--reveal");
        // Then
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(told("files").path("mode").asString()).isEqualTo("one two");
        assertThat(exported.out())
                .isEqualTo(
                        "EMPTY=\nMODE=\"one two\"\nURL=\"a\\nb\"\n# TOKEN is a secret"
                                + System.lineSeparator());
        assertThat(withSecrets.out()).contains("TOKEN=" + marker);
    }

    @Test
    void an_override_is_for_one_deployment_and_shown_in_its_version() {
        // Given
        String id = function("overriding");
        run("variables", "set", "-f", "overriding/teller", "MODE=usual");
        String overrides =
                Base64.getUrlEncoder()
                        .encodeToString("{\"MODE\":\"once\"}".getBytes(StandardCharsets.UTF_8));
        // When
        Reply deployed =
                fairlead.send(
                        "POST",
                        "/api/v1/functions/" + id + "/deployments?fileName=index.js",
                        (TELLING + ";;").getBytes(StandardCharsets.UTF_8),
                        "authorization",
                        "Bearer " + fairlead.key(),
                        "content-type",
                        "text/javascript",
                        "fairlead-variables",
                        overrides);
        // Then
        assertThat(deployed.status()).as(deployed.body()).isEqualTo(202);
        Installation.await(
                () -> told("overriding").path("mode").asString().equals("once"), "the override");
        JsonNode kept =
                fairlead.api("GET", "/functions/" + id + "/versions/3", "")
                        .json()
                        .path("variables");
        assertThat(kept)
                .extracting(one -> one.path("name").asString() + one.path("origin").asString())
                .isEqualTo(List.of("MODEdeployment"));
        JsonNode differences =
                fairlead.api("GET", "/functions/" + id + "/versions/3/differences?from=2", "")
                        .json()
                        .path("differences");
        assertThat(differences.toString()).contains("\"what\":\"variables.MODE\"", "usual", "once");
    }

    @Test
    void an_environment_with_a_list_lets_nobody_else_write() {
        // Given
        function("listed");
        var people = new People(fairlead);
        People.Person developer = people.join(people.first(), "developer");
        JsonNode production =
                fairlead.api("GET", "/environments?project=listed", "")
                        .json()
                        .path("items")
                        .path(0);
        fairlead.api(
                "PATCH",
                "/environments/" + production.path("id").asString(),
                "{\"protection\":{\"users\":[\"" + people.owner().id() + "\"]}}");
        String change = "{\"set\":[{\"name\":\"MODE\",\"value\":\"theirs\"}]}";
        // When
        Reply there =
                people.with(
                        developer.token(),
                        people.first(),
                        "PATCH",
                        "/variables?project=listed&environment=production",
                        change);
        Reply wider =
                people.with(
                        developer.token(),
                        people.first(),
                        "PATCH",
                        "/variables?project=listed",
                        change);
        // Then
        assertThat(there.code()).isEqualTo("environment-protected");
        assertThat(wider.status()).as(wider.body()).isEqualTo(200);
        assertThat(wider.json().path("releases").path(0).path("outcome").asString())
                .isEqualTo("kept");
        assertThat(told("listed").has("mode")).isFalse();
    }
}

package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Main;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The commands as a person gives them.
class CommandLineTest {
    private final Installation fairlead = Installation.shared().ready();

    @TempDir Path folder = Path.of("");

    private record Ran(int exitCode, String out, String err) {}

    private Ran run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        CommandLine commandLine =
                Main.commandLine(
                        errors,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        Map.of(
                                "FAIRLEAD_URL", fairlead.url(),
                                "FAIRLEAD_TOKEN", fairlead.key(),
                                "XDG_CONFIG_HOME", folder.resolve("config").toString()));
        int exitCode = commandLine.execute(arguments);
        return new Ran(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void a_template_is_made_deployed_invoked_rolled_back_and_deleted() throws IOException {
        // Given
        String path = folder.resolve("greeter").toString();
        var steps = new ArrayList<Ran>();
        // When
        steps.add(run("create", path, "--template", "javascript"));
        steps.add(run("deploy", path, "--project", "cli"));
        Path source = folder.resolve("greeter/index.js");
        Files.writeString(source, Files.readString(source).replace("Hello", "Moin"));
        steps.add(run("deploy", path, "--project", "cli"));
        Ran second = run("invoke", "cli/greeter", "--data", "{\"name\":\"Ada\"}");
        Ran back = run("rollback", "cli/greeter");
        Ran first = run("invoke", "cli/greeter", "--path", "?name=Ada");
        Ran versions = run("versions", "cli/greeter", "-o", "json");
        Ran executions = run("executions", "cli/greeter");
        Ran unasked = run("delete", "cli/greeter");
        Ran deleted = run("delete", "cli/greeter", "--yes");
        // Then
        assertThat(steps).allSatisfy(s -> assertThat(s.exitCode()).as(s.err()).isZero());
        assertThat(steps.get(1).out())
                .contains("version 1 is live", fairlead.url() + "/fn/cli/greeter");
        assertThat(second.out()).contains("Moin, Ada");
        assertThat(back.out()).contains("version 1 is live");
        assertThat(first.out()).contains("Hello, Ada");
        assertThat(Installation.JSON.readTree(versions.out()).path("items")).hasSize(2);
        assertThat(executions.out()).contains("SUCCEEDED");
        assertThat(unasked.exitCode()).isEqualTo(2);
        assertThat(deleted.out()).contains("deleted cli/greeter");
        assertThat(run("describe", "cli/greeter").exitCode()).isEqualTo(3);
    }

    @Test
    void a_folder_with_a_page_is_a_site_and_a_proxy_is_set_by_its_target() throws IOException {
        // Given
        Path site = Files.createDirectories(folder.resolve("front"));
        Files.writeString(site.resolve("index.html"), "a page");
        // When
        Ran deployed = run("deploy", site.toString(), "--project", "cli");
        Ran set = run("proxies", "set", "cli/elsewhere", "--target", "https://192.0.2.7:8443");
        Ran wrong = run("proxies", "set", "cli/elsewhere", "--target", "192.0.2.7");
        Ran versions = run("versions", "cli/elsewhere", "-o", "json");
        // Then
        assertThat(deployed.exitCode()).as(deployed.err()).isZero();
        assertThat(fairlead.get("/fn/cli/front/").body()).isEqualTo("a page");
        assertThat(set.exitCode()).as(set.err()).isZero();
        assertThat(set.out()).contains("elsewhere version 1 is live");
        assertThat(wrong.err()).contains("/targets/0");
        assertThat(versions.out()).contains("https://192.0.2.7:8443");
    }

    @Test
    void a_site_with_a_password_is_deployed_once_somebody_has_one() throws IOException {
        // Given
        Path site = Files.createDirectories(folder.resolve("gated"));
        Files.writeString(site.resolve("index.html"), "a page");
        Files.writeString(site.resolve("fairlead.yaml"), "kind: site\naccess: password\n");
        Path passwords = Files.writeString(folder.resolve("passwords"), "correct horse\n");
        String[] deploy = {"deploy", site.toString(), "--project", "cli"};
        String[] ann = {"--user", "ann", "--password-file", passwords.toString()};
        // When
        Ran nobody = run(deploy);
        Ran untyped = run("update", "cli/gated", "--user", "ann");
        Ran printed = run("update", "cli/gated", "--user", "ann", "--curl");
        Ran fewer = run("update", "cli/gated", "--user", "bob", ann[0], ann[1], ann[2], ann[3]);
        Ran first = run(Stream.of(deploy, ann).flatMap(Stream::of).toArray(String[]::new));
        Ran second = run(deploy);
        Ran unknown = run("update", "cli/gated", "--remove-user", "eve");
        Ran last = run("update", "cli/gated", "--remove-user", "ann");
        Ran described = run("describe", "cli/gated");
        // Then
        assertThat(nobody.exitCode()).isEqualTo(3);
        assertThat(nobody.err()).contains("--access password --user NAME");
        assertThat(untyped.exitCode()).isEqualTo(2);
        assertThat(untyped.err()).contains("--password-file");
        assertThat(printed.out()).contains("\"users\"", "ann").doesNotContain("horse");
        assertThat(fewer.err()).contains("1 lines for 2");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("[ann]");
        assertThat(last.exitCode()).isEqualTo(3);
        assertThat(last.err()).contains("change the access");
        assertThat(described.out()).contains("password").containsPattern("users +ann");
        assertThat(fairlead.get("/fn/cli/gated/").status()).isEqualTo(401);
        String credential =
                Base64.getEncoder()
                        .encodeToString("ann:correct horse".getBytes(StandardCharsets.UTF_8));
        assertThat(
                        fairlead.send(
                                        "GET",
                                        "/fn/cli/gated/",
                                        new byte[0],
                                        "authorization",
                                        "Basic " + credential)
                                .body())
                .isEqualTo("a page");
    }

    @Test
    void a_build_that_fails_is_exit_code_1_with_the_line() throws IOException {
        // Given
        Path file = folder.resolve("broken.js");
        Files.writeString(file, "export function handle() {\n  let = 1;\n}\n");
        // When
        Ran ran = run("deploy", file.toString(), "--project", "cli");
        // Then
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("index.js:2:", "(compile-failed)");
    }

    @Test
    void logs_show_what_a_function_wrote() throws IOException {
        // Given
        Path file = folder.resolve("talker.js");
        Files.writeString(file, "export default () => { console.warn('careful'); return 1; }");
        run("deploy", file.toString(), "--project", "cli");
        run("invoke", "cli/talker");
        // When
        Ran logs = run("logs", "cli/talker");
        // Then
        assertThat(logs.out()).contains("warn", "careful");
    }

    @Test
    void curl_prints_the_request_and_keeps_the_key_out_of_it() {
        // When
        Ran ran = run("list", "--curl");
        // Then
        assertThat(ran.out()).contains("curl -sS -X GET", "/api/v1/functions", "$FAIRLEAD_TOKEN");
        assertThat(ran.out()).doesNotContain(fairlead.key());
    }

    @Test
    void every_command_has_help_with_an_example() {
        for (String command :
                List.of(
                        "login",
                        "logout",
                        "whoami",
                        "sessions",
                        "keys",
                        "organizations",
                        "organization",
                        "members",
                        "invite",
                        "invitations",
                        "groups",
                        "roles",
                        "grants",
                        "audience",
                        "audit",
                        "status",
                        "create",
                        "deploy",
                        "invoke",
                        "list",
                        "describe",
                        "logs",
                        "builds",
                        "artifact",
                        "env",
                        "executions",
                        "versions",
                        "promote",
                        "rollback",
                        "delete")) {
            // When
            String help = run(command, "--help").out();
            // Then
            assertThat(help).as(command).contains("Example: fairlead " + command);
        }
    }
}

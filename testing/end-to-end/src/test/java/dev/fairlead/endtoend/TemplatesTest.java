package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Main;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.functions.Language;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What `create` makes, from an empty folder to answers.
@Tag("slow")
class TemplatesTest {
    private final Installation fairlead = Installation.shared().ready();

    @TempDir Path folder = Path.of("");

    private record Ran(int exitCode, String text) {}

    private Ran run(String typed, String... arguments) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        CommandLine commands =
                Main.commandLine(
                        out,
                        out,
                        Map.of(
                                "FAIRLEAD_URL",
                                fairlead.url(),
                                "FAIRLEAD_TOKEN",
                                fairlead.key(),
                                "FAIRLEAD_CACHE",
                                LocalProject.CACHE.toString()));
        for (CommandLine command : commands.getSubcommands().values()) {
            if (!typed.isEmpty() && command.getMixins().get("terminal") instanceof Terminal one) {
                one.answerFrom(new StringReader(typed));
            }
        }
        int exitCode = commands.execute(arguments);
        return new Ran(exitCode, bytes.toString(StandardCharsets.UTF_8));
    }

    static Stream<String> templates() {
        // Dart is read here, and not compiled.
        return Stream.of(Language.values())
                .filter(language -> language != Language.DART)
                .map(Language::word);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void every_template_deploys_as_it_is_and_passes_its_own_tests(String template)
            throws IOException {
        // Given
        String path = folder.resolve("from-" + template).toString();
        Ran made = run("", "create", path, "-t", template);
        System.setProperty("fairlead.home", Installation.root().toString());
        // When
        Ran tested = run("", "test", path);
        Ran deployed = run("", "deploy", path, "--project", "templates");
        Ran invoked = run("", "invoke", "templates/from-" + template, "--path", "?name=Ada");
        // Then
        assertThat(made.exitCode()).as(made.text()).isZero();
        assertThat(tested.exitCode()).as(tested.text()).isZero();
        assertThat(tested.text()).contains(" passed, 0 failed");
        assertThat(deployed.exitCode()).as(deployed.text()).isZero();
        assertThat(invoked.text()).contains("Hello, Ada");
        assertThat(Path.of(path, "README.md")).exists();
        JsonNode cases =
                Installation.JSON.readTree(Files.readString(Path.of(path, "tests", "hello.json")));
        assertThat(cases).isNotEmpty();
        cases.forEach(one -> check("/fn/templates/from-" + template, one));
    }

    /// One case of docs/reference/project.md.
    private void check(String address, JsonNode one) {
        JsonNode request = one.path("request");
        JsonNode expect = one.path("expect");
        JsonNode body = request.path("body");
        boolean text = body.isString();
        byte[] bytes =
                (body.isMissingNode() ? "" : text ? body.asString() : body.toString())
                        .getBytes(StandardCharsets.UTF_8);
        List<String> headers = new ArrayList<>();
        if (bytes.length > 0 && !text) {
            headers.addAll(List.of("content-type", "application/json"));
        }
        request.path("headers")
                .forEachEntry((name, value) -> headers.addAll(List.of(name, value.asString())));
        var reply =
                fairlead.send(
                        request.path("method").asString(bytes.length > 0 ? "POST" : "GET"),
                        address + request.path("path").asString("/") + query(request),
                        bytes,
                        headers.toArray(String[]::new));
        String named = one.path("name").asString();
        assertThat(reply.status()).as(named).isEqualTo(expect.path("status").asInt(200));
        expect.path("headers")
                .forEachEntry((name, value) ->
                        assertThat(reply.whole().headers().allValues(name.toLowerCase(Locale.ROOT)))
                                .as(named)
                                .containsExactly(value.asString()));
        assertThat(reply.json()).as(named).isEqualTo(expect.path("body"));
    }

    private static String query(JsonNode request) {
        var text = new StringBuilder();
        request.path("query")
                .forEachEntry((name, value) ->
                        text.append(text.isEmpty() ? "?" : "&")
                                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                                .append('=')
                                .append(
                                        URLEncoder.encode(
                                                value.asString(), StandardCharsets.UTF_8)));
        return text.toString();
    }

    @Test
    void a_crate_in_the_vendor_folder_travels_whole() throws IOException {
        // Given
        Path path = folder.resolve("vendored");
        run("", "create", path.toString(), "-t", "rust");
        write(path.resolve("Cargo.toml"), "\nshout = \"1\"\n");
        write(path.resolve("src/lib.rs"), "\npub use shout::README;\n");
        Path crate = path.resolve("vendor/shout");
        write(crate.resolve("Cargo.toml"), "[package]\nname = \"shout\"\nversion = \"1.0.0\"\n");
        write(crate.resolve(".cargo-checksum.json"), "{\"files\":{}}");
        write(crate.resolve("README.md"), "Louder.");
        write(
                crate.resolve("src/lib.rs"),
                "pub const README: &str = include_str!(\"../README.md\");\n");
        // When
        Ran deployed = run("", "deploy", path.toString(), "--project", "templates");
        // Then
        assertThat(deployed.exitCode()).as(deployed.text()).isZero();
    }

    private static void write(Path file, String more) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, more, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void without_a_name_the_templates_are_listed() {
        // When
        Ran listed = run("\n", "create");
        // Then
        assertThat(listed.exitCode()).isZero();
        assertThat(listed.text()).contains(templates().map(one -> "  " + one + "\n").toList());
    }

    @Test
    void an_unknown_template_is_refused_with_those_that_are_there() {
        // When
        Ran refused = run("", "create", folder.resolve("x").toString(), "-t", "cobol");
        // Then
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.text()).contains("cobol", "assemblyscript, c, cpp, go");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void who_is_asked_types_a_name_and_a_template() {
        // Given
        Path made = folder.resolve("asked");
        // When
        Ran ran = run(made + "\nrust\n", "create");
        // Then
        assertThat(ran.exitCode()).as(ran.text()).isZero();
        assertThat(ran.text()).contains("javascript, rust");
        assertThat(made.resolve("fairlead.yaml"))
                .content()
                .contains("name: asked\n", "language: rust\n");
        assertThat(made.resolve("src/lib.rs")).exists();
    }

    @Test
    void who_types_no_template_gets_the_usual_one() {
        // Given
        Path made = folder.resolve("usual");
        // When
        Ran ran = run(made + "\n\n", "create");
        // Then
        assertThat(ran.exitCode()).as(ran.text()).isZero();
        assertThat(made.resolve("index.js")).exists();
    }
}

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Only what changed travels, and the server builds the same tree.
@Tag("slow")
class IncrementalDeployTest {
    private static final Pattern SENT =
            Pattern.compile("sent (\\d+) of (\\d+) files, ([0-9.]+) KiB instead of");
    private static final String MANIFEST = "application/vnd.fairlead.manifest+json";

    private final Installation fairlead = Installation.shared().ready();
    private @TempDir Path folder;

    private record Ran(int exitCode, String text) {}

    private Ran run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var environment = Map.of("FAIRLEAD_URL", fairlead.url(), "FAIRLEAD_TOKEN", fairlead.key());
        int code = Main.commandLine(stream, stream, environment).execute(arguments);
        return new Ran(code, out.toString(StandardCharsets.UTF_8));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void twoThousandFiles() throws IOException {
        write("index.js", "export { default } from './lib/answer.js';\n");
        write("lib/answer.js", "export default () => 'first';\n");
        for (int i = 0; i < 1998; i++) {
            write("lib/part" + i + ".js", "export const part = " + i + ";\n");
        }
    }

    private JsonNode newest() {
        JsonNode function =
                fairlead.api("GET", "/functions?project=delta&name=parts", "")
                        .json()
                        .path("items")
                        .path(0);
        return fairlead.deployment(function.path("id").asString());
    }

    @Test
    void one_changed_file_of_two_thousand_travels_alone_and_gives_the_same_tree()
            throws IOException {
        // Given
        twoThousandFiles();
        Ran first = run("deploy", folder.toString(), "--project", "delta", "--name", "parts");
        assertThat(first.exitCode()).as(first.text()).isZero();
        write("lib/answer.js", "export default () => 'second';\n");
        // When
        Ran second = run("deploy", folder.toString(), "--project", "delta", "--name", "parts");
        Ran third = run("deploy", folder.toString(), "--project", "delta", "--name", "parts");
        // Then
        assertThat(second.exitCode()).as(second.text()).isZero();
        assertThat(fairlead.get("/fn/delta/parts").body()).contains("second");
        Matcher sent = SENT.matcher(second.text());
        assertThat(sent.find()).as(second.text()).isTrue();
        assertThat(sent.group(1)).isEqualTo("1");
        assertThat(sent.group(2)).isEqualTo("2000");
        assertThat(third.text()).contains("sent 0 of 2000 files");
        assertThat(newest().path("sourceHash").asString()).isEqualTo(whole());
    }

    /// The hash of the same folder when all of it is sent at once, by another way.
    private String whole() throws IOException {
        Path archive = folder.resolveSibling("whole.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(archive));
                Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                zip.write(Files.readAllBytes(file));
            }
        }
        JsonNode function = fairlead.javascript("delta", "whole", "export default () => 'whole';");
        return fairlead.api(
                        "POST",
                        "/functions/" + function.path("id").asString() + "/deployments",
                        Files.readAllBytes(archive),
                        "application/zip")
                .json()
                .path("sourceHash")
                .asString();
    }

    private static Map<String, Object> file(String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return Map.of("path", path, "hash", ContentHash.of(bytes).hex(), "size", bytes.length);
    }

    private Reply manifest(String function, List<Map<String, Object>> files) {
        return fairlead.api(
                "POST",
                "/functions/" + function + "/deployments",
                Installation.JSON.writeValueAsBytes(Map.of("files", files)),
                MANIFEST);
    }

    @Test
    void what_is_missing_is_named_and_what_is_hostile_is_refused() {
        // Given
        String id =
                fairlead.javascript("delta", "hostile", "export default () => 1;")
                        .path("id")
                        .asString();
        // When
        Reply missing =
                manifest(
                        id,
                        List.of(
                                file("index.js", "export default () => 1;"),
                                file("new.js", "export const news = 1;")));
        Reply outside = manifest(id, List.of(file("../evil.js", "export default () => 1;")));
        Reply twice =
                manifest(
                        id,
                        List.of(
                                file("a.js", "export default () => 1;"),
                                file("A.js", "export default () => 1;")));
        Reply lying =
                manifest(
                        id,
                        List.of(
                                Map.of(
                                        "path",
                                        "index.js",
                                        "hash",
                                        file("", "export default () => 1;").get("hash"),
                                        "size",
                                        1)));
        // Then
        assertThat(missing.status()).isEqualTo(409);
        assertThat(missing.code()).isEqualTo("blobs-missing");
        assertThat(missing.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/files/1");
        assertThat(missing.json().path("errors")).hasSize(1);
        assertThat(outside.code()).isEqualTo("archive-refused");
        assertThat(twice.code()).isEqualTo("archive-refused");
        assertThat(lying.code()).isEqualTo("archive-refused");
    }

    @Test
    void what_fairleadignore_names_stays_at_home() throws IOException {
        // Given
        write("index.js", "export default () => 'kept';\n");
        write("notes/private.js", "syntax error here");
        write("big.log", "x");
        write(".fairleadignore", "notes/\n*.log\n");
        // When
        Ran ran = run("deploy", folder.toString(), "--project", "delta", "--name", "ignoring");
        // Then
        assertThat(ran.exitCode()).as(ran.text()).isZero();
        assertThat(ran.text()).contains("Bundled 1 file(s)");
    }

    @Test
    void secrets_stay_at_home_unless_one_insists() throws IOException {
        // Given
        write("index.js", "export default () => 'open';\n");
        write(".env", "TOKEN=abc\n");
        // When
        Ran refused = run("deploy", folder.toString(), "--project", "delta", "--name", "careful");
        Ran insisted =
                run(
                        "deploy",
                        folder.toString(),
                        "--project",
                        "delta",
                        "--name",
                        "careful",
                        "--allow-secrets");
        // Then
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.text()).contains(".env is called like a file of secrets");
        assertThat(insisted.exitCode()).as(insisted.text()).isZero();
    }

    @Test
    void the_server_refuses_secrets_by_itself() {
        // Given
        String id =
                fairlead.javascript("delta", "leaky", "export default () => 1;")
                        .path("id")
                        .asString();
        String leak = "const key = `-----BEGIN RSA PRIVATE KEY-----`; export default () => key;";
        // When
        Reply refused =
                fairlead.api(
                        "POST",
                        "/functions/" + id + "/deployments?fileName=index.js",
                        leak.getBytes(StandardCharsets.UTF_8),
                        "text/javascript");
        Reply insisted =
                fairlead.api(
                        "POST",
                        "/functions/" + id + "/deployments?fileName=index.js&allowSecrets=true",
                        leak.getBytes(StandardCharsets.UTF_8),
                        "text/javascript");
        // Then
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("secrets-in-source");
        assertThat(refused.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo("index.js");
        assertThat(insisted.status()).isEqualTo(202);
    }
}

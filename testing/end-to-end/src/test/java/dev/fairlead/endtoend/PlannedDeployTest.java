package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Apps.Said;
import dev.fairlead.engine.images.Reference;
import dev.fairlead.testkit.engines.LocalRegistry;
import dev.fairlead.testkit.engines.ProgramRoot;

import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Apps without a Dockerfile, on base images of the machine's own files in a registry here.
@Tag("slow")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlannedDeployTest {
    private static final Pattern IMAGE = Pattern.compile("image ([0-9a-f]{12}) on port");
    private static final String SERVER =
            """
            const ms = require('ms');
            require('http').createServer((_, answer) => answer.end('%s ' + ms('2 days') + '\\n'))
                .listen(process.env.PORT);
            """;
    private static final String PYTHON =
            """
            import os
            from http.server import BaseHTTPRequestHandler, HTTPServer
            import greeting
            class Handler(BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(greeting.TEXT.encode())
            HTTPServer(('', int(os.environ['PORT'])), Handler).serve_forever()
            """;

    private final LocalRegistry registry;
    private final Apps apps;
    private final Path folders;

    PlannedDeployTest(@TempDir Path folders) throws Exception {
        this.folders = folders;
        registry = LocalRegistry.open();
        apps =
                Apps.on(
                        folders.resolve("apps"),
                        Map.of(
                                "FAIRLEAD_BASE_IMAGES",
                                registry.name() + "/bases",
                                "FAIRLEAD_NPM_REGISTRY",
                                "https://registry.npmjs.org"));
    }

    @BeforeAll
    void bring_bases() throws Exception {
        base("node:24-slim", Map.of("usr/bin/node", Path.of("/usr/bin/node").toRealPath()));
        Path python = Path.of("/usr/bin/python3").toRealPath();
        base(
                "python:3.11-slim",
                Map.of(
                        "usr/bin/python3",
                        python,
                        "usr/lib/" + python.getFileName(),
                        Path.of("/usr/lib/" + python.getFileName())));
        Path java = JavaRuntime.files(folders).get("opt/java");
        base("eclipse-temurin:25-jre", Map.of("usr/local", java));
    }

    private void base(String name, Map<String, Path> files) throws Exception {
        Path tar = folders.resolve("base.tar");
        new ProgramRoot(files).write(tar);
        Reference reference = Reference.parse(registry.name() + "/bases/" + name);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(tar))) {
            String id = apps.engine.images().importLayer(in, Map.of(), Duration.ofMinutes(2));
            apps.engine.images().tag(id, reference);
            apps.engine.images().push(reference, Optional.empty(), Duration.ofMinutes(2), _ -> {});
            apps.engine.images().remove(id);
        }
        Files.delete(tar);
    }

    @AfterAll
    void take_down() {
        apps.close();
        registry.close();
    }

    private Path folder(String name, Map<String, byte[]> files) throws IOException {
        Path folder = Files.createDirectories(folders.resolve("sources").resolve(name));
        for (var file : files.entrySet()) {
            Path at = folder.resolve(file.getKey());
            Files.createDirectories(at.getParent());
            Files.write(at, file.getValue());
        }
        return folder;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] app(String name, String more) {
        return text("kind: app\nname: " + name + "\n" + more);
    }

    private Said deploy(Path folder) {
        return apps.say("deploy", folder.toString(), "--project", "apps");
    }

    private Said deployed(Path folder) {
        Said said = deploy(folder);
        assertThat(said.exit()).as(said.text()).isZero();
        return said;
    }

    /// The layers of the image that a deployment made, by the digests of their contents.
    private List<String> layers(Said said) throws IOException {
        Matcher image = IMAGE.matcher(said.text());
        assertThat(image.find()).as(said.text()).isTrue();
        var files = new HashMap<String, byte[]>();
        String name = "fairlead.local/app:" + image.group(1);
        try (var in = new TarArchiveInputStream(apps.engine.images().save(Set.of(name)))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().endsWith(".json")) {
                    files.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        JsonNode manifest = Installation.JSON.readTree(files.get("manifest.json")).path(0);
        JsonNode config = Installation.JSON.readTree(files.get(manifest.path("Config").asString()));
        assertThat(config.path("config").path("Labels").has("dev.fairlead.tenant")).isTrue();
        var layers = new ArrayList<String>();
        config.path("rootfs").path("diff_ids").forEach(one -> layers.add(one.asString()));
        return layers;
    }

    @Test
    void a_static_program_needs_no_base_and_is_made_once() throws IOException {
        // Given
        Path folder =
                folder(
                        "static",
                        Map.of(
                                "busybox",
                                Files.readAllBytes(Path.of("/bin/busybox")),
                                "www/index.html",
                                text("from nothing\n"),
                                "fairlead.yaml",
                                app(
                                        "static",
                                        "port: 9000\ncommand: [/app/busybox, httpd, -f,"
                                                + " -p, '9000', -h, /app/www]\n")));
        // When
        Said first = deployed(folder);
        Said again = deployed(folder);
        // Then
        assertThat(first.text())
                .contains(
                        "plan: a static program, because of busybox",
                        "plan: base image: none",
                        "on port 9000 as 65534:65534");
        assertThat(layers(first)).hasSize(1);
        assertThat(apps.get("static")).isEqualTo("from nothing\n");
        assertThat(again.text()).contains("the image of before is taken");
        assertThat(layers(again)).isEqualTo(layers(first));
    }

    @Test
    void a_node_app_has_its_packages_in_a_layer_that_an_edit_leaves() throws IOException {
        // Given
        Map<String, byte[]> files =
                Map.of(
                        "package.json",
                        text("{\"dependencies\": {\"ms\": \"2.1.3\"}}"),
                        "server.js",
                        text(SERVER.formatted("one")),
                        "fairlead.yaml",
                        app("node", ""));
        Path folder = folder("node", files);
        Files.createSymbolicLink(folder.resolve("passwd"), Path.of("/etc/passwd"));
        // When
        Said first = deployed(folder);
        String answer = apps.get("node");
        Files.writeString(folder.resolve("server.js"), SERVER.formatted("two"));
        Said second = deployed(folder);
        // Then
        assertThat(first.text())
                .contains(
                        "plan: JavaScript, because of package.json, server.js",
                        "plan: base image: node:24-slim",
                        "plan: command: node server.js")
                .doesNotContain("passwd");
        assertThat(answer).isEqualTo("one 172800000\n");
        assertThat(apps.get("node")).isEqualTo("two 172800000\n");
        List<String> before = layers(first);
        List<String> after = layers(second);
        assertThat(before).hasSize(3);
        assertThat(after.subList(0, 2)).isEqualTo(before.subList(0, 2));
        assertThat(after.getLast()).isNotEqualTo(before.getLast());
    }

    @Test
    void a_python_app_has_the_packages_that_pip_installs() throws IOException {
        // Given
        Path folder =
                folder(
                        "python",
                        Map.of(
                                "requirements.txt",
                                text("./wheels/greeting-1.0-py3-none-any.whl\n"),
                                "wheels/greeting-1.0-py3-none-any.whl",
                                wheel("from a wheel"),
                                "app.py",
                                text(PYTHON),
                                ".python-version",
                                text("3.11\n"),
                                "fairlead.yaml",
                                app("python", "")));
        // When
        Said said = deployed(folder);
        // Then
        assertThat(said.text())
                .contains("plan: base image: python:3.11-slim", "pip installs, in /packages");
        assertThat(apps.get("python")).isEqualTo("from a wheel");
        assertThat(layers(said)).hasSize(3);
    }

    @Test
    void a_python_app_may_bring_its_packages() throws IOException {
        // Given
        Path folder =
                folder(
                        "vendored",
                        Map.of(
                                "vendor/greeting.py",
                                text("TEXT = 'brought'\n"),
                                "main.py",
                                text(PYTHON),
                                "fairlead.yaml",
                                app("vendored", "base: python:3.11-slim\n")));
        // When
        Said first = deployed(folder);
        Files.writeString(folder.resolve("main.py"), PYTHON + "# edited\n");
        Said second = deployed(folder);
        // Then
        assertThat(apps.get("vendored")).isEqualTo("brought");
        assertThat(layers(second).subList(0, 2)).isEqualTo(layers(first).subList(0, 2));
        assertThat(layers(second).getLast()).isNotEqualTo(layers(first).getLast());
    }

    private static byte[] wheel(String says) throws IOException {
        String about = "greeting-1.0.dist-info/";
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file :
                    Map.of(
                                    "greeting.py",
                                    "TEXT = '" + says + "'\n",
                                    about + "METADATA",
                                    """
                                    Metadata-Version: 2.1
                                    Name: greeting
                                    Version: 1.0
                                    """,
                                    about + "WHEEL",
                                    """
                                    Wheel-Version: 1.0
                                    Generator: test
                                    Root-Is-Purelib: true
                                    Tag: py3-none-any
                                    """,
                                    about + "RECORD",
                                    """
                                    greeting.py,,
                                    greeting-1.0.dist-info/METADATA,,
                                    greeting-1.0.dist-info/WHEEL,,
                                    greeting-1.0.dist-info/RECORD,,
                                    """)
                            .entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(text(file.getValue()));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void a_built_jar_is_a_java_app() throws Exception {
        // Given
        String name = PlainServer.class.getName().replace('.', '/') + ".class";
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, PlainServer.class.getName());
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes, manifest);
                InputStream code = PlainServer.class.getResourceAsStream("PlainServer.class")) {
            jar.putNextEntry(new ZipEntry(name));
            assertThat(code).isNotNull();
            code.transferTo(jar);
        }
        Path folder =
                folder(
                        "java",
                        Map.of(
                                "pom.xml",
                                text("<project/>"),
                                "target/web.jar",
                                bytes.toByteArray(),
                                "fairlead.yaml",
                                app("java", "")));
        // When
        Said said = deployed(folder);
        // Then
        assertThat(said.text()).contains("plan: command: java -jar target/web.jar");
        assertThat(apps.get("java")).isEqualTo("Java 25\n");
        assertThat(layers(said)).hasSize(2);
    }

    @Test
    void a_plan_is_shown_and_nothing_is_made() throws IOException {
        // Given
        Path folder =
                folder(
                        "shown",
                        Map.of(
                                "main.py",
                                text("print()\n"),
                                "fairlead.yaml",
                                app("shown", "runtime: python\nport: 7000\n")));
        // When
        Said said = apps.say("deploy", folder.toString(), "--plan");
        // Then
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text())
                .contains(
                        "Python, because of main.py",
                        "base image: python:3.13-slim",
                        "command: python3 main.py",
                        "port: 7000");
        assertThat(apps.service("shown").isMissingNode()).isTrue();
    }

    @Test
    void what_cannot_be_planned_or_had_says_why() throws IOException {
        // When
        Said nothing = deploy(folder("nothing", Map.of("fairlead.yaml", app("nothing", ""))));
        Said odd =
                deploy(
                        folder(
                                "odd",
                                Map.of(
                                        "package.json",
                                        text("{"),
                                        "fairlead.yaml",
                                        app("odd", ""))));
        Said base =
                deploy(
                        folder(
                                "base",
                                Map.of(
                                        "main.py",
                                        text(""),
                                        "fairlead.yaml",
                                        app("base", "base: python:none\n"))));
        Said elsewhere =
                deploy(
                        folder(
                                "elsewhere",
                                Map.of(
                                        "main.py",
                                        text(""),
                                        "fairlead.yaml",
                                        app("elsewhere", "base: 'ghcr.io/x/y:1'\n"))));
        // Then
        assertThat(nothing.text()).contains("source-invalid", "Looked for", "package.json");
        assertThat(odd.text()).contains("package.json:1", "no JSON");
        assertThat(base.text()).contains("image-unavailable", "/bases/python:none");
        assertThat(elsewhere.text()).contains("source-invalid", "base images come from");
    }
}

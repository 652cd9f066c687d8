package dev.fairlead.builders.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.builders.intake.SourceIntake;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.plans.Plan.Packages;
import dev.fairlead.builders.plans.Plan.Placed;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.functions.ContentHash;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DetectionTest {
    private static final Path STATIC = Path.of("/usr/bin/busybox");
    private static final Path LINKED = Path.of("/bin/sh");

    private final Trees trees;

    DetectionTest(@TempDir Path directory) {
        trees = new Trees(directory);
    }

    private static Plan plan(SourceTree tree, Wishes wishes) throws IOException {
        return Detection.plan(tree, tree.files(), wishes);
    }

    private Plan plan(Map<String, String> files) throws IOException {
        return plan(trees.of(files), Wishes.NONE);
    }

    private void refused(Map<String, String> files, String... said) {
        assertThatThrownBy(() -> plan(files))
                .isInstanceOf(BuildFailed.class)
                .message()
                .contains(said);
    }

    private static Wishes command(String... words) {
        return new Wishes(Optional.empty(), Optional.empty(), List.of(words));
    }

    private static Wishes named(AppRuntime runtime, String... words) {
        return new Wishes(Optional.of(runtime), Optional.empty(), List.of(words));
    }

    @Test
    void a_start_script_says_what_node_starts() throws IOException {
        // When
        Plan plan =
                plan(
                        Map.of(
                                "package.json",
                                """
                                {"scripts": {"start": "node --enable-source-maps src/web.js"},
                                 "main": "other.js", "dependencies": {"ms": "2"},
                                 "engines": {"node": ">=18"}}\
                                """,
                                "src/web.js",
                                "",
                                "node_modules/ms/index.js",
                                "",
                                "fairlead.yaml",
                                "kind: app\n"));
        // Then
        assertThat(plan.command()).containsExactly("node", "--enable-source-maps", "src/web.js");
        assertThat(plan.base()).contains("node:24-slim");
        assertThat(plan.packages()).isEqualTo(Packages.NPM);
        assertThat(plan.own())
                .extracting(Placed::at)
                .containsExactly("/app/README", "/app/package.json", "/app/src/web.js");
        assertThat(plan.lines(3000))
                .contains(
                        "JavaScript, because of package.json, src/web.js",
                        "base image: node:24-slim",
                        "layer: packages that npm installs, in /app/node_modules",
                        "command: node --enable-source-maps src/web.js",
                        "port: 3000");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"main\": \"./lib/go\"}', lib/go.js",
        "'{}', server.js",
    })
    void without_a_script_main_or_a_usual_name_does(String manifest, String entry)
            throws IOException {
        // When
        Plan plan = plan(Map.of("package.json", manifest, "lib/go.js", "", "server.js", ""));
        // Then
        assertThat(plan.command()).containsExactly("node", entry);
        assertThat(plan.packages()).isEqualTo(Packages.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "22, 22",
        "22.x, 22",
        "^20.1.0, 20",
        ">=18, 24",
        ">=26, 26",
        "'>=18 <21', 18",
        "v23, 23",
        "*, 24",
        "lts/iron, 24"
    })
    void engines_choose_the_base(String engine, int major) throws IOException {
        // When
        Plan plan =
                plan(
                        Map.of(
                                "package.json",
                                "{\"engines\": {\"node\": \"" + engine + "\"}}",
                                "index.js",
                                ""));
        // Then
        assertThat(plan.base()).contains("node:" + major + "-slim");
    }

    @Test
    void what_node_cannot_be_told_to_start_is_refused_with_the_way_to_say_it() {
        refused(Map.of("package.json", "{"), "package.json:1", "no JSON");
        refused(Map.of("package.json", "[]"), "no object");
        refused(Map.of("package.json", "{}"), "server.js", "`command:`");
        refused(Map.of("package.json", "{\"main\": \"gone.js\"}"), "gone.js", "not here");
        refused(
                Map.of("package.json", "{\"scripts\": {\"start\": \"node a.js; rm -rf /\"}}"),
                "no shell",
                "`command:`");
    }

    @Test
    void python_starts_main_and_has_its_packages_apart() throws IOException {
        // When
        Plan installed =
                plan(
                        Map.of(
                                "app.py",
                                "",
                                "requirements.txt",
                                "# one\nflask==3.0\n",
                                ".python-version",
                                "3.12\n"));
        Plan vendored =
                plan(
                        Map.of(
                                "main.py",
                                "",
                                "requirements.txt",
                                "flask==3.0\n",
                                "vendor/flask/__init__.py",
                                "",
                                "vendor/flask/__pycache__/x.pyc",
                                ""));
        // Then
        assertThat(installed.command()).containsExactly("python3", "app.py");
        assertThat(installed.base()).contains("python:3.12-slim");
        assertThat(installed.packages()).isEqualTo(Packages.PIP);
        assertThat(installed.environment()).containsEntry("PYTHONPATH", "/packages");
        assertThat(vendored.packages()).isEqualTo(Packages.NONE);
        assertThat(vendored.environment()).containsEntry("PYTHONPATH", "/app/vendor");
        assertThat(vendored.brought())
                .extracting(Placed::file)
                .containsExactly("vendor/flask/__init__.py");
        assertThat(vendored.own())
                .extracting(Placed::file)
                .containsExactly("README", "main.py", "requirements.txt");
    }

    @Test
    void python_without_a_program_or_with_packages_that_nobody_pinned_is_refused() {
        refused(Map.of("requirements.txt", ""), "main.py, app.py", "`command:`");
        refused(
                Map.of("main.py", "", "pyproject.toml", "[project]\ndependencies = [\"flask\"]\n"),
                "no requirements.txt");
        refused(Map.of("main.py", "", ".python-version", "pypy"), ".python-version");
    }

    @Test
    void a_built_jar_brings_its_libraries_and_nothing_of_its_source() throws IOException {
        // Given
        Path root = trees.folder(Map.of("pom.xml", "", "src/A.java", "", "target/lib/x.jar", ""));
        Trees.jar(root.resolve("target/web-1.jar"), "Web");
        Trees.jar(root.resolve("target/web-1-sources.jar"), "Web");
        Trees.jar(root.resolve("target/plain.jar"), "");
        // When
        Plan plan = plan(SourceIntake.treeOf(root), Wishes.NONE);
        // Then
        assertThat(plan.runtime()).isEqualTo(AppRuntime.JAVA);
        assertThat(plan.command()).containsExactly("java", "-jar", "target/web-1.jar");
        assertThat(plan.own()).extracting(Placed::at).containsExactly("/app/target/web-1.jar");
        assertThat(plan.brought()).extracting(Placed::at).containsExactly("/app/target/lib/x.jar");
    }

    @Test
    void a_source_without_its_jar_and_several_jars_are_refused() throws IOException {
        // Given
        Path root = trees.folder(Map.of());
        Trees.jar(root.resolve("a.jar"), "A");
        Trees.jar(root.resolve("b.jar"), "B");
        // Then
        refused(Map.of("pom.xml", "<project/>"), "build it first");
        refused(Map.of("pom.xml", "", "target/a.jar", "no jar"), "build it first");
        assertThatThrownBy(() -> plan(SourceIntake.treeOf(root), Wishes.NONE))
                .hasMessageContaining("a.jar, b.jar");
    }

    @Test
    void one_program_without_libraries_needs_no_base() throws IOException {
        // Given
        Path root = trees.folder(Map.of("www/index.html", "hello"));
        Files.copy(STATIC, root.resolve("server"));
        Files.copy(LINKED, root.resolve("linked"));
        // When
        Plan plan = plan(SourceIntake.treeOf(root), Wishes.NONE);
        // Then
        assertThat(plan.runtime()).isEqualTo(AppRuntime.STATIC);
        assertThat(plan.base()).isEmpty();
        assertThat(plan.command()).containsExactly("/app/server");
        assertThat(plan.own()).extracting(Placed::at).contains("/app/www/index.html");
    }

    @Test
    void two_programs_need_a_word_and_another_machines_is_refused() throws IOException {
        // Given
        Path two = trees.folder(Map.of());
        Files.copy(STATIC, two.resolve("one"));
        Files.copy(STATIC, two.resolve("two"));
        Path other = trees.folder(Map.of());
        byte[] program = Files.readAllBytes(STATIC);
        program[18] = 8;
        Files.write(other.resolve("mips"), program);
        SourceTree both = SourceIntake.treeOf(two);
        // Then
        assertThatThrownBy(() -> plan(both, Wishes.NONE)).hasMessageContaining("one, two");
        assertThat(plan(both, command("/app/two", "-v")).command())
                .containsExactly("/app/two", "-v");
        assertThatThrownBy(() -> plan(SourceIntake.treeOf(other), Wishes.NONE))
                .hasMessageContaining("another processor");
    }

    @Test
    void nothing_and_more_than_one_thing_say_what_was_looked_for() throws IOException {
        // Given
        Map<String, String> two = Map.of("package.json", "{}", "main.py", "", "server.js", "");
        // Then
        refused(Map.of("notes.txt", ""), "package.json", "main.py", ".jar", "ELF", "`runtime:`");
        refused(two, "javascript (package.json) or python (main.py)", "`runtime:`");
        Plan said =
                plan(
                        trees.of(two),
                        new Wishes(
                                Optional.of(AppRuntime.PYTHON),
                                Optional.of("python:3.11"),
                                List.of("python3", "-m", "web")));
        assertThat(said.base()).contains("python:3.11");
        Plan told =
                plan(trees.of(Map.of("web.py", "")), named(AppRuntime.PYTHON, "python3", "web.py"));
        assertThat(told.lines(8080)).contains("Python, because of fairlead.yaml");
        assertThat(said.command()).containsExactly("python3", "-m", "web");
    }

    @Test
    void a_link_is_no_file_of_a_source() throws IOException {
        // Given
        Path root = trees.folder(Map.of("main.py", ""));
        Files.createSymbolicLink(root.resolve("passwd"), Path.of("/etc/passwd"));
        var tree = new SourceTree(root, List.of("main.py", "passwd"), ContentHash.of(new byte[0]));
        // Then
        assertThatThrownBy(() -> plan(tree, Wishes.NONE))
                .isInstanceOf(BuildFailed.class)
                .hasMessageContaining("passwd");
    }

    @Test
    void heads_that_lie_about_their_parts_are_no_programs() throws IOException {
        // Given
        byte[] program = Files.readAllBytes(STATIC);
        Path root = trees.folder(Map.of());
        Path at = root.resolve("odd");
        for (int[] change :
                new int[][] {{32, 0x7fffffff}, {39, 0xff}, {54, 0}, {56, 0}, {57, 0xff}}) {
            byte[] changed = program.clone();
            changed[change[0]] = (byte) change[1];
            // When
            Files.write(at, changed);
            // Then
            assertThat(ProgramFile.staticMachine(at)).as("byte " + change[0]).isEmpty();
        }
        Files.write(at, java.util.Arrays.copyOf(program, 70));
        assertThat(ProgramFile.staticMachine(at)).isEmpty();
    }
}

package dev.fairlead.builders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.builders.intake.SourceIntake;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.languages.NpmSettings;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Language;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;
import dev.fairlead.sandbox.network.NetworkRules;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

@Tag("slow")
class PackagesTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "npm").toAbsolutePath();
    private static final String KEPT = "The packages are those of an earlier build.";

    private final List<String> log = new ArrayList<>();
    private @TempDir Path directory;

    private record Heard(List<String> lines) implements BuildProgress {
        @Override
        public void phase(BuildPhase phase) {
            lines.add("phase " + phase.word());
        }

        @Override
        public void line(String text) {
            lines.add(text);
        }
    }

    private BuilderSettings settings() {
        return BuildBed.settings().keepingIn(directory.resolve("toolchains"));
    }

    private Path source(String... namesAndTexts) throws IOException {
        Path source = Files.createTempDirectory(directory, "source");
        for (int at = 0; at < namesAndTexts.length; at += 2) {
            Path file = source.resolve(namesAndTexts[at]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, namesAndTexts[at + 1]);
        }
        return source;
    }

    private Built build(
            BuilderSettings settings,
            NetworkRules network,
            String tenant,
            Map<String, String> secrets,
            Language language,
            Path source)
            throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(directory, "build");
        log.clear();
        var rules = SandboxSettings.in(own.resolve("sandbox")).with(network);
        try (var sandbox = Bubblewrap.open(rules)) {
            Path work = Files.createDirectories(own.resolve("work"));
            return new Builders(settings, sandbox)
                    .of(language)
                    .build(
                            new BuildInput(
                                    SourceIntake.treeOf(source),
                                    work,
                                    tenant,
                                    Map.of("STAGE", "green"),
                                    secrets,
                                    new Heard(log)));
        }
    }

    /// A mirror on the operator's own network may be where the registry's name leads.
    private static NetworkRules online() {
        return NetworkRules.PUBLIC.allowing(Set.of("registry.npmjs.org:443"));
    }

    private static NetworkRules offline() {
        return NetworkRules.PUBLIC.through("127.0.0.1:9");
    }

    private Built build(Language language, Path source) throws IOException, InterruptedException {
        return build(settings(), online(), "one", Map.of(), language, source);
    }

    private BuildFailed failure(Language language, Path source) {
        return catchThrowableOfType(BuildFailed.class, () -> build(language, source));
    }

    private Built example(NetworkRules network, String tenant)
            throws IOException, InterruptedException {
        return build(settings(), network, tenant, Map.of(), Language.JAVASCRIPT, EXAMPLE);
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("toolchains/npm"), 2)) {
            return all.filter(path -> path.getNameCount() == directory.getNameCount() + 4)
                    .filter(path -> !String.valueOf(path.getFileName()).startsWith("aside-"))
                    .toList();
        }
    }

    private static String text(Built built) throws IOException {
        return Files.readString(built.artifact());
    }

    @Test
    void packages_are_installed_and_become_part_of_the_artifact() throws Exception {
        // When
        Built built = example(online(), "one");
        // Then
        assertThat(text(built))
                .startsWith("//fairlead-script 1\n//file ")
                .contains("../node_modules/ms/index.js", "../node_modules/nanoid/", "fairlead:map")
                .doesNotContain(directory.toString());
        assertThat(log).contains("phase installing", "The handler is in index.js.");
    }

    @Test
    void a_second_build_takes_the_packages_of_the_first_without_npm_and_without_a_network()
            throws Exception {
        // Given
        Built first = example(online(), "one");
        // When
        Built second = example(offline(), "one");
        // Then
        assertThat(log).contains(KEPT).noneMatch(line -> line.startsWith("added "));
        assertThat(BuildBed.hash(second)).isEqualTo(BuildBed.hash(first));
    }

    @Test
    void tenants_do_not_share_packages() throws Exception {
        // Given
        example(online(), "one");
        // When
        BuildFailed other =
                catchThrowableOfType(BuildFailed.class, () -> example(offline(), "two"));
        // Then
        assertThat(other.code()).isEqualTo(ErrorCode.DEPENDENCIES_FAILED);
        assertThat(log).doesNotContain(KEPT);
    }

    @Test
    void a_poisoned_tree_is_thrown_away_and_installed_again() throws Exception {
        // Given
        Built clean = example(online(), "one");
        Path poisoned = kept().getFirst().resolve("tree/ms/index.js");
        Files.writeString(poisoned, "module.exports = () => 'poison';");
        // When
        Built built = example(online(), "one");
        // Then
        assertThat(log).doesNotContain(KEPT);
        assertThat(text(built)).doesNotContain("poison");
        assertThat(BuildBed.hash(built)).isEqualTo(BuildBed.hash(clean));
        assertThat(Files.readString(poisoned)).doesNotContain("poison");
    }

    @Test
    void beyond_the_limit_the_longest_unused_packages_go() throws Exception {
        // Given
        var small = new NpmSettings(NpmSettings.PUBLIC.registry(), 1);
        example(online(), "one");
        Path old = kept().getFirst();
        String lock = Files.readString(EXAMPLE.resolve("package-lock.json"));
        Path other =
                source(
                        "index.js",
                        "import ms from 'ms';\nexport const handle = () => ms('1m');",
                        "package.json",
                        Files.readString(EXAMPLE.resolve("package.json")),
                        "package-lock.json",
                        lock + "\n");
        // When
        build(settings().with(small), online(), "one", Map.of(), Language.JAVASCRIPT, other);
        // Then
        assertThat(kept()).hasSize(1).doesNotContain(old);
    }

    @Test
    void without_a_lock_file_the_build_warns_and_keeps_nothing_for_later() throws Exception {
        // Given
        Path source =
                source(
                        "index.js",
                        "const ms = require('ms');\nfunction handle() { return ms('1m'); }",
                        "package.json",
                        "{\"dependencies\": {\"ms\": \"2.1.3\"}}");
        build(Language.JAVASCRIPT, source);
        // When
        Built built = build(Language.JAVASCRIPT, source);
        // Then
        assertThat(log).doesNotContain(KEPT).anyMatch(line -> line.contains("package-lock.json"));
        assertThat(text(built)).contains("handle");
    }

    @Test
    void a_package_that_does_not_exist_is_the_authors_to_mend() throws Exception {
        // Given
        Path source =
                source(
                        "index.js",
                        "import x from 'ms';\nexport default x;",
                        "package.json",
                        "{\"dependencies\": {\"ms\": \"999.0.0\"}}");
        // When
        BuildFailed failed = failure(Language.JAVASCRIPT, source);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.DEPENDENCIES_FAILED);
        assertThat(failed.detail()).contains("ms@999.0.0");
    }

    @Test
    void a_package_from_elsewhere_is_refused() throws Exception {
        // Given
        Path source =
                source(
                        "index.js",
                        "import x from 'x';\nexport default x;",
                        "package.json",
                        "{\"dependencies\": {\"x\": \"git+ssh://git@example.com/x.git\"}}");
        // When
        BuildFailed failed = failure(Language.JAVASCRIPT, source);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(failed.detail()).contains("package x", "registry");
    }

    @Test
    void a_module_of_node_is_refused_with_its_place() throws Exception {
        // Given
        Path source =
                source(
                        "index.ts",
                        "\nimport { readFile } from 'node:fs';\nexport const handle = readFile;");
        // When
        BuildFailed failed = failure(Language.TYPESCRIPT, source);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.CODE_FORBIDDEN);
        assertThat(failed.diagnostics())
                .containsExactly(
                        new Diagnostic(
                                "index.ts",
                                2,
                                26,
                                "node:fs: a module of Node.js, Deno or Bun, which functions do"
                                        + " not have [script-runtime-modules]"));
    }

    @Test
    void what_a_bundler_finds_by_ways_of_its_own_is_held_to_the_rules_too() throws Exception {
        // Given
        Path source =
                source(
                        "index.ts",
                        "import { word } from '@tools/word';\nexport const handle = () => word;",
                        "tsconfig.json",
                        "{\"compilerOptions\": {\"paths\": {\"@tools/*\": [\"./test/*\"]}}}",
                        "test/word.ts",
                        "export const word = eval('1');");
        // When
        BuildFailed failed = failure(Language.TYPESCRIPT, source);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.CODE_FORBIDDEN);
        assertThat(failed.detail()).startsWith("test/word.ts:1:21: eval");
    }

    @Test
    void without_npm_the_package_to_install_is_named() throws Exception {
        // Given
        BuilderSettings without = settings().with(Tool.NPM, directory.resolve("nowhere"));
        // When
        BuildFailed failed =
                catchThrowableOfType(
                        BuildFailed.class,
                        () ->
                                build(
                                        without,
                                        online(),
                                        "one",
                                        Map.of(),
                                        Language.JAVASCRIPT,
                                        EXAMPLE));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.TOOLCHAIN_MISSING);
        assertThat(failed.detail()).contains("npm");
    }

    @Test
    void a_build_script_has_variables_and_secrets_which_stay_out_of_log_and_artifact()
            throws Exception {
        // Given
        String script =
                """
                const fs = require('node:fs');
                const secret = fs.readFileSync('/run/secrets/API_KEY', 'utf8');
                console.log('building with ' + secret);
                fs.mkdirSync('dist');
                fs.writeFileSync('dist/index.js',
                  `export const handle = () => "${process.env.STAGE} ${secret.length}";`);
                """;
        Path source =
                source(
                        "build.cjs",
                        script,
                        "package.json",
                        """
                        {"scripts": {"build": "node build.cjs"},
                         "fairlead": {"entry": "dist/index.js"}}
                        """);
        Map<String, String> secrets = Map.of("API_KEY", "planted-secret-1234");
        // When
        Built built = build(settings(), offline(), "one", secrets, Language.JAVASCRIPT, source);
        // Then
        assertThat(text(built)).contains("green 19").doesNotContain("planted-secret");
        assertThat(log)
                .contains("building with ***")
                .noneMatch(line -> line.contains("planted-secret"));
    }

    @Test
    void a_token_for_the_registry_is_in_no_log_and_in_no_file() throws Exception {
        // Given
        Map<String, String> secrets = Map.of("NPM_TOKEN", "npm_planted-token-1234");
        var nowhere = new NpmSettings(URI.create("https://registry.invalid/npm"), 1L << 30);
        // When
        BuildFailed failed =
                catchThrowableOfType(
                        BuildFailed.class,
                        () ->
                                build(
                                        settings().with(nowhere),
                                        online(),
                                        "one",
                                        secrets,
                                        Language.JAVASCRIPT,
                                        EXAMPLE));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.DEPENDENCIES_FAILED);
        assertThat(log).noneMatch(line -> line.contains("planted-token"));
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("planted-token");
            }
        }
    }
}

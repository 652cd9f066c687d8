package dev.fairlead.builders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.builders.intake.IntakeLimits;
import dev.fairlead.builders.intake.SourceIntake;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.Language;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

@Tag("slow")
class BuildersTest {
    private static final Path PACKAGES = Path.of("node_modules").toAbsolutePath();
    private static final Path CACHE = Path.of("target", "toolchains").toAbsolutePath();
    private static final Path EXAMPLES = Path.of("..", "examples");

    private final List<String> log = new ArrayList<>();

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

    private @TempDir Path directory;

    private static Path node() {
        return Stream.of("/usr/bin/node", "/usr/local/bin/node")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("/nowhere/node"));
    }

    private static BuilderSettings settings() {
        return BuilderSettings.of(node(), PACKAGES, CACHE);
    }

    private Built build(Language language, BuilderSettings settings, byte[] upload)
            throws IOException, InterruptedException {
        Path file = Files.write(directory.resolve("upload"), upload);
        SourceTree tree =
                new SourceIntake(IntakeLimits.DEFAULT)
                        .take(file, "", language, directory.resolve("source"));
        Path work = Files.createDirectories(directory.resolve("work"));
        try (Bubblewrap sandbox =
                Bubblewrap.open(SandboxSettings.in(directory.resolve("sandbox")))) {
            return new Builders(settings, sandbox)
                    .of(language)
                    .build(new BuildInput(tree, work, "test", Map.of(), Map.of(), new Heard(log)));
        }
    }

    private Built build(Language language, byte[] upload) throws IOException, InterruptedException {
        return build(language, settings(), upload);
    }

    private Built script(Hostile.Entry... files) throws IOException, InterruptedException {
        return build(Language.JAVASCRIPT, Hostile.zip(Arrays.asList(files)));
    }

    private BuildFailed scriptRefusal(Hostile.Entry... files) {
        return catchThrowableOfType(BuildFailed.class, () -> script(files));
    }

    @Test
    void the_usual_file_is_the_entry_and_the_others_come_along() throws Exception {
        // Given
        var index = Hostile.file("index.js", "import { a } from './lib/a.js';\nexport default a;");
        var part = Hostile.file("lib/a.js", "export const a = () => 1; // import 'not-this'");
        // When
        Built built = script(part, index);
        // Then
        assertThat(built.abi()).isEqualTo(Abi.SCRIPT);
        assertThat(Files.readString(built.artifact()))
                .startsWith("//fairlead-script 1\n//file 49 index.js\nimport")
                .contains("//file 46 lib/a.js\n");
        assertThat(log).contains("The handler is in index.js.");
    }

    @Test
    void the_only_file_with_a_handler_is_the_entry_whatever_its_name() throws Exception {
        // Given
        var other = Hostile.file("src/greet.mjs", "export async function handle() {}");
        var data = Hostile.file("src/data.js", "export const data = 1;");
        // When
        Built built = script(other, data);
        // Then
        assertThat(Files.readString(built.artifact())).contains("//file 33 greet.mjs");
    }

    @Test
    void no_handler_and_two_handlers_are_told_apart() {
        // Given
        var none = Hostile.file("a.js", "export const x = 1; // export default");
        var one = Hostile.file("b.js", "export default () => 1;");
        var two = Hostile.file("c.js", "export function handle() {}");
        // When
        BuildFailed missing = scriptRefusal(none);
        BuildFailed ambiguous =
                catchThrowableOfType(
                        BuildFailed.class,
                        () -> {
                            Files.move(
                                    directory.resolve("source"),
                                    directory.resolve("source-before"));
                            Files.move(directory.resolve("work"), directory.resolve("work-before"));
                            script(one, two);
                        });
        // Then
        assertThat(missing.code()).isEqualTo(ErrorCode.HANDLER_MISSING);
        assertThat(ambiguous.code()).isEqualTo(ErrorCode.HANDLER_AMBIGUOUS);
        assertThat(ambiguous.detail()).contains("b.js", "c.js");
    }

    @Test
    void an_npm_package_is_refused_with_its_place() {
        // Given
        var index = Hostile.file("index.js", "\nimport _ from 'lodash';\nexport default () => _;");
        // When
        BuildFailed failed = scriptRefusal(index);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(failed.detail()).contains("lodash", "npm package");
        assertThat(failed.diagnostics().getFirst().line()).isEqualTo(2);
    }

    @Test
    void a_file_that_is_not_there_cannot_be_imported() {
        // Given
        var index = Hostile.file("index.js", "export { handle } from './gone.js';");
        // When
        BuildFailed failed = scriptRefusal(index);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(failed.detail()).contains("./gone.js");
    }

    @Test
    void modules_are_known_by_their_exports() throws Exception {
        // Given
        byte[] command = Files.readAllBytes(EXAMPLES.resolve("hello-wasm/hello.wasm"));
        // When
        Built built = build(Language.WASM, command);
        // Then
        assertThat(built.abi()).isEqualTo(Abi.COMMAND);
        assertThat(Files.readAllBytes(built.artifact())).isEqualTo(command);
    }

    @Test
    void a_handler_module_is_known_by_its_exports() throws Exception {
        // Given
        byte[] handler = Files.readAllBytes(EXAMPLES.resolve("hello-handler/hello.wasm"));
        // When
        Built built = build(Language.WASM, handler);
        // Then
        assertThat(built.abi()).isEqualTo(Abi.HANDLER);
    }

    @Test
    void a_component_is_refused_with_advice() {
        // Given
        byte[] component = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
        // When
        BuildFailed failed =
                catchThrowableOfType(BuildFailed.class, () -> build(Language.WASM, component));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.MODULE_REFUSED);
        assertThat(failed.detail()).contains("component");
    }

    @Test
    void a_module_that_follows_no_contract_has_no_handler() {
        // Given
        byte[] empty = {0, 'a', 's', 'm', 1, 0, 0, 0};
        // When
        BuildFailed failed =
                catchThrowableOfType(BuildFailed.class, () -> build(Language.WASM, empty));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.HANDLER_MISSING);
    }

    @Test
    void a_cut_module_is_refused() {
        // Given
        byte[] cut = {0, 'a', 's', 'm', 1, 0, 0, 0, 7, 60, 1};
        // When
        BuildFailed failed =
                catchThrowableOfType(BuildFailed.class, () -> build(Language.WASM, cut));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.MODULE_REFUSED);
    }

    @Test
    void assemblyscript_is_compiled() throws Exception {
        // Given
        byte[] source = Files.readAllBytes(EXAMPLES.resolve("hello-assemblyscript/index.ts"));
        // When
        Built built = build(Language.ASSEMBLYSCRIPT, source);
        // Then
        assertThat(built.abi()).isEqualTo(Abi.ASSEMBLYSCRIPT);
        assertThat(Files.size(built.artifact())).isBetween(1000L, 64_000L);
    }

    @Test
    void an_assemblyscript_error_names_its_place() {
        // Given
        byte[] source =
                "export function handle(input: string): string {\n  return 1;\n}\n"
                        .getBytes(StandardCharsets.UTF_8);
        // When
        BuildFailed failed =
                catchThrowableOfType(
                        BuildFailed.class, () -> build(Language.ASSEMBLYSCRIPT, source));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_FAILED);
        assertThat(failed.diagnostics().getFirst().file()).isEqualTo("index.ts");
        assertThat(failed.diagnostics().getFirst().line()).isEqualTo(2);
        assertThat(failed.diagnostics().getFirst().message()).contains("TS2322");
        assertThat(log).isNotEmpty();
    }

    @Test
    void a_text_that_is_exported_is_no_import() throws Exception {
        // Given
        var index = Hostile.file("index.js", "import{word}from'./a.js';export default()=>word;");
        var part = Hostile.file("a.js", "export const word = 'lodash';\nexport * from \"./b.js\";");
        var other = Hostile.file("b.js", "import './c.js'; export let from = 'ms';");
        var last = Hostile.file("c.js", "export default 'x';");
        // When
        Built built = script(index, part, other, last);
        // Then
        assertThat(Files.readString(built.artifact())).contains("a.js", "b.js", "c.js");
    }

    @Test
    void a_missing_tool_is_named() {
        // Given
        byte[] source =
                "export function handle(i: string): string { return i; }"
                        .getBytes(StandardCharsets.UTF_8);
        var noNode = settings().with(Tool.NODE, Path.of("/nowhere/node"));
        // When
        BuildFailed failed =
                catchThrowableOfType(
                        BuildFailed.class, () -> build(Language.ASSEMBLYSCRIPT, noNode, source));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.TOOLCHAIN_MISSING);
        assertThat(failed.detail()).contains("nodejs");
    }

    @Test
    void a_compiler_that_takes_too_long_is_stopped() {
        // Given
        byte[] source =
                "export function handle(i: string): string { return i; }"
                        .getBytes(StandardCharsets.UTF_8);
        var hurried = settings().within(Duration.ofMillis(20));
        // When
        BuildFailed failed =
                catchThrowableOfType(
                        BuildFailed.class, () -> build(Language.ASSEMBLYSCRIPT, hurried, source));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.COMPILE_LIMIT);
    }
}

package dev.fairlead.builders.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.builders.analysis.Report;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class HandlersTest {
    private static final String HANDLER = "export function handle() {}";

    private @TempDir Path directory;

    private Scripts scripts(Map<String, String> sources, String... tools) throws Exception {
        Map<String, Report> found = Readings.in(directory).scripts(sources);
        var all =
                new Report(
                        found.values().stream().flatMap(each -> each.remarks().stream()).toList());
        List<String> files = sources.keySet().stream().sorted().toList();
        return Scripts.of(Scripts.TYPED, files, all, Set.of(tools));
    }

    private static Map<String, String> numbered(List<String> texts) {
        var sources = new LinkedHashMap<String, String>();
        for (String text : texts) {
            sources.put("f" + sources.size() + (text.contains(": ") ? ".ts" : ".js"), text);
        }
        return sources;
    }

    @Test
    void a_handler_is_known_in_every_spelling() throws Exception {
        // Given
        Map<String, String> sources =
                numbered(
                        List.of(
                                HANDLER,
                                "export async function handle(r) {}",
                                "export const a = 1, handle = () => 1;",
                                "export const { handle } = make();",
                                "const answer = () => 1; export { answer as handle };",
                                "export { handle } from './other.js';",
                                "export { default } from './other.js';",
                                "export default (r) => r;",
                                "export default { handle() {} };",
                                "const a = () => 1; export default a;",
                                "function handle() {}",
                                "const handle = () => 1;",
                                "module.exports = r => r;",
                                "module.exports = exports = { handle: r => r };",
                                "exports.handle = r => r;",
                                "module['exports'].handle = r => r;",
                                "globalThis.handle = r => r;",
                                "export function handle(r: string): string { return r; }"));
        // When
        Scripts scripts = scripts(sources);
        // Then
        assertThat(sources.keySet()).allMatch(scripts::hasHandler);
    }

    @Test
    void what_only_looks_like_a_handler_is_none() throws Exception {
        // Given
        Map<String, String> sources =
                numbered(
                        List.of(
                                "// export function handle() {}\nconst s = 'export default 1';",
                                "export function handler() {}",
                                "function handle() {}\nexport const other = 1;",
                                "function outer() { function handle() {} }",
                                "{ const handle = 1; }",
                                "export default 'text';",
                                "export default { plugins: [] };",
                                "export default class Handle {}",
                                "module.exports = { add() {} };",
                                "(module) => { module.exports = () => 1; };",
                                "export type handle = () => void; const x: number = 1;",
                                "export declare function handle(r: string): void;",
                                "export interface handle { a: string }",
                                "export default interface Handle { a: string }",
                                "export type { handle } from './x'; const x: number = 1;"));
        // When
        Scripts scripts = scripts(sources);
        // Then
        assertThat(sources.keySet()).noneMatch(scripts::hasHandler);
    }

    @Test
    void a_handler_is_found_in_any_path() throws Exception {
        // When
        Scripts scripts =
                scripts(Map.of("src/a/b/c.mts", HANDLER, "src/d.js", "export const d = 1;"));
        // Then
        assertThat(scripts.entry()).isEqualTo("src/a/b/c.mts");
    }

    @Test
    void a_handler_is_found_where_tests_lie_when_it_is_the_only_one() throws Exception {
        // When
        Scripts scripts = scripts(Map.of("tests/a.js", HANDLER, "tests/b.js", "eval('1');"));
        // Then
        assertThat(scripts.entry()).isEqualTo("tests/a.js");
        assertThat(scripts.names()).containsExactly("tests/a.js");
    }

    @Test
    void two_handlers_are_refused_with_their_files_even_where_one_has_the_usual_name()
            throws Exception {
        // Given
        Scripts scripts =
                scripts(Map.of("index.js", HANDLER, "lib/deep/other.js", "export default () => 1"));
        // When
        BuildFailed failed = catchThrowableOfType(BuildFailed.class, scripts::entry);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.HANDLER_AMBIGUOUS);
        assertThat(failed.detail()).contains("handle in index.js", "default in lib/deep/other.js");
    }

    @Test
    void no_handler_is_refused_with_the_files_that_were_read() throws Exception {
        // Given
        Scripts scripts = scripts(Map.of("a.js", "export const a = 1;", "src/b.ts", "let b;"));
        // When
        BuildFailed failed = catchThrowableOfType(BuildFailed.class, scripts::entry);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.HANDLER_MISSING);
        assertThat(failed.detail()).contains("a.js", "src/b.ts");
    }

    @Test
    void what_another_handler_imports_is_a_part_of_it() throws Exception {
        // When
        Scripts scripts =
                scripts(
                        Map.of(
                                "app.ts",
                                "import part from './parts'; export default () => part();",
                                "parts/index.ts",
                                "export default () => 1;"));
        // Then
        assertThat(scripts.entry()).isEqualTo("app.ts");
    }

    @Test
    void tests_and_tools_are_no_part_of_a_function_unless_it_imports_them() throws Exception {
        // Given
        Map<String, String> sources =
                Map.of(
                        "index.ts",
                        "import './test/used'; " + HANDLER,
                        "test/used.ts",
                        "import './deeper.cjs';",
                        "test/deeper.cjs",
                        "eval('1');",
                        "index.test.ts",
                        "import { readFile } from 'node:fs'; export default () => readFile;",
                        "vite.config.ts",
                        "export default () => eval('1');",
                        "build.mjs",
                        "export default () => eval('1');");
        // When
        Scripts scripts = scripts(sources, "build.mjs");
        // Then
        assertThat(scripts.names())
                .containsExactlyInAnyOrder("index.ts", "test/used.ts", "test/deeper.cjs");
        assertThat(scripts.report(Set.of()).of(Report.Kind.FORBIDDEN))
                .extracting(Report.Remark::place)
                .containsExactly("test/deeper.cjs:1:1");
        assertThat(scripts.entry()).isEqualTo("index.ts");
    }
}

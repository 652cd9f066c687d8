package dev.fairlead.builders.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.builders.analysis.Report;
import dev.fairlead.builders.analysis.Report.Kind;
import dev.fairlead.builders.analysis.Report.Remark;
import dev.fairlead.builders.analysis.Rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Every rule meets sources that break it, written the plain way and the sly ones. All are read in
/// one step, each as a file of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptRulesTest {
    private static final String TEXT = "script-code-from-text";
    private static final String MODULES = "script-runtime-modules";
    private static final String VALUE = "script-import-by-value";
    private static final String PROCESS = "script-process";
    private static final String WASM = "script-webassembly";
    private static final String OTHER = "script-other-runtimes";

    private @TempDir Path directory;
    private Map<String, Report> reports = Map.of();

    private static Broken js(String rule, String text) {
        return new Broken(rule, "js", text);
    }

    private static Broken ts(String rule, String text) {
        return new Broken(rule, "ts", text);
    }

    static Stream<Broken> broken() {
        return Stream.of(
                        modules(),
                        importsByValue(),
                        codeFromText(),
                        functions(),
                        processes(),
                        others(),
                        warnings())
                .flatMap(each -> each);
    }

    private static Stream<Broken> modules() {
        return Stream.of(
                js(MODULES, "import fs from ⟦'fs';"),
                js(MODULES, "import ⟦'node:fs';"),
                js(MODULES, "import * as c from ⟦\"child_process\";"),
                js(MODULES, "import { readFile } from ⟦'fs/promises';"),
                js(MODULES, "import {\n  a,\n} from ⟦'worker_threads';"),
                js(MODULES, "export * from ⟦'vm';"),
                js(MODULES, "export { connect } from ⟦'net';"),
                js(MODULES, "const { exec } = require(⟦'child_process');"),
                js(MODULES, "const fs = require(⟦`fs`);"),
                js(MODULES, "const fs = module.require(⟦'f' + 's');"),
                js(MODULES, "const fs = await import(⟦'node:fs');"),
                js(MODULES, "import('./a.js').then(() => import(⟦'os'));"),
                js(MODULES, "const name = 'no' + 'de:fs';\nimport(⟦name);"),
                js(MODULES, "import x from ⟦'https://deno.land/x/y.ts';"),
                js(MODULES, "import x from ⟦'bun:sqlite';"),
                js(MODULES, "import x from ⟦'npm:left-pad';"),
                js(MODULES, "import x from ⟦'data:text/javascript,1';"),
                js(MODULES, "import x from ⟦'\\u0066s';"),
                ts(MODULES, "import ⟦'node:vm';"),
                ts(MODULES, "import { Socket } from ⟦'net'; export const s = new Socket();"),
                ts(MODULES, "import fs = require(⟦'fs'); fs;"),
                ts(MODULES, "import fs, { type Stats } from ⟦'fs'; fs.x as Stats;"));
    }

    private static Stream<Broken> importsByValue() {
        return Stream.of(
                js(VALUE, "export const load = name => import(⟦name);"),
                js(VALUE, "const x = require(⟦process.env.X);"),
                js(VALUE, "import(⟦`./${process.env.X}.js`);"),
                js(VALUE, "let name = './a.js';\nname = 'fs';\nimport(⟦name);"));
    }

    private static Stream<Broken> codeFromText() {
        return Stream.of(
                js(TEXT, "⟦eval('1');"),
                js(TEXT, "(0, ⟦eval)('1');"),
                js(TEXT, "const run = ⟦eval;"),
                js(TEXT, "[1].map(⟦eval);"),
                js(TEXT, "\\u0065val('1');".replace("\\u", "⟦\\u")),
                js(TEXT, "globalThis.⟦eval('1');"),
                js(TEXT, "globalThis?.⟦eval?.('1');"),
                js(TEXT, "globalThis[⟦'eval']('1');"),
                js(TEXT, "globalThis[⟦`ev${'al'}`]('1');"),
                js(TEXT, "globalThis.globalThis[⟦'e' + 'val']('1');"),
                js(TEXT, "const key = 'eval';\nglobalThis[⟦key]('1');"),
                js(TEXT, "const { ⟦eval: run } = globalThis;"),
                js(TEXT, "const { ['ev' + 'al']: run } = globalThis;".replace("['", "[⟦'")),
                js(TEXT, "let run;\n({ ⟦eval: run } = globalThis);"),
                js(TEXT, "const all = globalThis;\nall.⟦eval('1');"),
                js(TEXT, "let all;\nall = globalThis;\nall.⟦eval('1');"),
                js(TEXT, "Reflect.get(globalThis, ⟦'eval')('1');"),
                js(TEXT, "(globalThis || self).⟦eval('1');"),
                js(TEXT, "Function('return this')().⟦eval('1');"),
                js(TEXT, "function f() { { function eval() {} }\n  return ⟦eval; }"),
                ts(TEXT, "(globalThis as any).⟦eval('1');"),
                ts(TEXT, "(<any> globalThis)!.⟦eval('1');"),
                ts(TEXT, "declare const eval: any;\n⟦eval('1');"),
                js(TEXT, "⟦setTimeout('boo()', 1);"),
                js(TEXT, "globalThis.⟦setInterval(`boo()`, 1);"),
                js(TEXT, "⟦setTimeout('boo(' + x + ')', 1);"));
    }

    private static Stream<Broken> functions() {
        return Stream.of(
                js(TEXT, "new ⟦Function('a', 'return a');"),
                js(TEXT, "⟦Function('x')();"),
                js(TEXT, "⟦Function`x`;"),
                js(TEXT, "new globalThis.⟦Function('x');"),
                js(TEXT, "const F = Function;\nnew ⟦F('x');"),
                js(TEXT, "const { Function: F } = globalThis;\n⟦F('x');"),
                js(TEXT, "⟦Function.call(null, 'x');"),
                js(TEXT, "⟦Function.apply(null, ['x']);"),
                js(TEXT, "const make = ⟦Function.bind(null);"),
                js(TEXT, "Reflect.construct(⟦Function, ['x']);"),
                js(TEXT, "(() => {}).⟦constructor('x');"),
                js(TEXT, "(async function () {})[⟦'constructor']('x');"),
                js(TEXT, "function f() {}\nf.⟦constructor('x');"),
                js(TEXT, "[].constructor.⟦constructor('x');"),
                js(TEXT, "Object.⟦constructor('x');"),
                js(
                        TEXT,
                        "const A = Object.getPrototypeOf(async function () {}).constructor;\n"
                                + "new ⟦A('x');"));
    }

    private static Stream<Broken> processes() {
        return Stream.of(
                js(PROCESS, "process.⟦exit(1);"),
                js(PROCESS, "process\n  .⟦exit(1);"),
                js(PROCESS, "process?.[⟦'exit'](1);"),
                js(PROCESS, "globalThis.process.⟦kill(1);"),
                js(PROCESS, "const { env, ⟦exit } = process;"),
                js(PROCESS, "const { process: { ⟦exit: quit } } = globalThis;"),
                js(PROCESS, "const p = process;\np.⟦dlopen({}, 'x');"),
                js(PROCESS, "process.⟦binding('fs');"),
                js(PROCESS, "process.⟦getBuiltinModule('fs');"),
                js(PROCESS, "setTimeout(process.⟦exit, 1);"),
                js(WASM, "WebAssembly.⟦compile(bytes);"),
                js(WASM, "new WebAssembly.⟦Module(bytes);"),
                js(WASM, "const { ⟦instantiate } = WebAssembly;"),
                js(WASM, "globalThis['Web' + 'Assembly'].⟦instantiate(bytes);"));
    }

    private static Stream<Broken> others() {
        return Stream.of(
                js(OTHER, "⟦Deno.exit(1);"),
                js(OTHER, "globalThis.⟦Deno.readFile('x');"),
                js(OTHER, "const { ⟦Deno: d } = globalThis;"),
                js(OTHER, "⟦Bun.spawn(['x']);"),
                ts(OTHER, "const x: string = ⟦Deno.env.get('x')!;"));
    }

    private static Stream<Broken> warnings() {
        return Stream.of(
                js("script-prototype", "const a = {};\na.⟦__proto__ = null;"),
                js("script-prototype", "const a = {};\na[⟦'__proto__'] = null;"),
                js("script-debugger", "function f() { ⟦debugger; }"),
                js("script-with", "⟦with (a) { b; }"));
    }

    private static Stream<String> harmless() {
        return Stream.of(
                "import a from './fs.js';",
                "import a from '../fs';",
                "import buffer from 'buffer/';\nimport { EventEmitter } from 'events';",
                "const eval_ = 1; const o = { eval: 1, Deno: 2, exit() {} }; o.eval; o.exit();",
                "export function run(eval_, Deno) { return Deno.env; }",
                "export const f = process => process.exit(1);",
                "const process = { exit() {} };\nprocess.exit(1);",
                "import process from './process.js';\nprocess.exit(1);",
                "function require(name) { return name; }\nrequire('fs');",
                "class Function { constructor(a) {} }\nnew Function('x');",
                "export const is = f => f instanceof Function && typeof f === 'function';",
                "const table = { String, Number, Function };\n"
                        + "Function.prototype.call.bind([].map);",
                "const root = Function('return this')() || new Function('return this;')();",
                "setTimeout(() => 'eval', 1); setTimeout(function () {}, 1);",
                "const there = typeof Deno !== 'undefined' || typeof process?.exit === 'function';",
                "const name = process.env.NAME; const { env } = process;",
                "class A { constructor() { this.constructor.name; } static make() { return new"
                        + " this.prototype.constructor('x'); } }",
                "// eval('1')\n/* process.exit() */ const s = \"eval('1'); import('fs')\";",
                "const r = /eval\\(/; const t = `process.exit(${1})`;",
                "const o = { __proto__: null }; const p = o.__proto__; ",
                "Deno: for (;;) { break Deno; }",
                "const a = await import('./a.js'); export * from './b.js';",
                "try { x; } catch (eval_) { eval_; } for (const Bun of []) Bun.x;",
                "const WebAssembly_ = typeof WebAssembly; WebAssembly.validate;",
                "module.exports = { eval: true }; exports.exit = 1; import.meta.url;",
                "let p = process;\np = { exit() {} };\np.exit();");
    }

    private static Stream<String> harmlessTyped() {
        return Stream.of(
                "import type { Socket } from 'net'; export type S = Socket;",
                "import { type Socket } from 'net'; export type S = Socket;",
                "import { IncomingMessage } from 'http'; export type S = IncomingMessage;",
                "export type { Socket } from 'net'; export type * from 'tls';",
                "type A = typeof import('fs'); declare module 'fs' { const a: number; }",
                "interface Deno { exit(): void } declare function f(eval: string): Deno;",
                "enum Bun { A } Bun.A; namespace Deno { export const x = 1; } Deno.x;",
                "class A { constructor(private process: any) { process.exit(); } }",
                "abstract class B { abstract eval(): void; declare exit: number; }",
                "function f(this: any, process?: { exit(): void }) { process?.exit(); }",
                "const x = <T,>(eval_: T): T => eval_ satisfies T;");
    }

    static Stream<Broken> looksForbidden() {
        return Stream.concat(
                harmless().map(text -> new Broken("", "js", text)),
                Stream.concat(harmless(), harmlessTyped())
                        .filter(text -> !text.contains("with ("))
                        .map(text -> new Broken("", "ts", text)));
    }

    private Report report(Broken one) throws Exception {
        if (reports.isEmpty()) {
            var sources = new LinkedHashMap<String, String>();
            List<Broken> all =
                    new ArrayList<>(Stream.concat(broken(), looksForbidden()).distinct().toList());
            for (Broken each : all) {
                sources.put(each.file(), each.text().replace("⟦", ""));
            }
            reports = Readings.in(directory).scripts(sources, "buffer", "events");
        }
        return reports.getOrDefault(one.file(), new Report(List.of()));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void what_a_rule_names_is_found_at_its_place(Broken broken) throws Exception {
        // When
        Report report = report(broken);
        // Then
        assertThat(report.of(Kind.ERROR)).isEmpty();
        assertThat(broken.found(report)).containsExactly(broken.expected());
    }

    @Test
    void every_rule_has_a_source_that_breaks_it() {
        // Given
        var tried = new HashSet<String>();
        // When
        broken().map(Broken::rule).forEach(tried::add);
        // Then
        assertThat(tried)
                .containsExactlyInAnyOrderElementsOf(
                        ScriptRules.ALL.stream().map(Rule::id).toList());
    }

    @ParameterizedTest
    @MethodSource("looksForbidden")
    void what_only_looks_forbidden_passes(Broken honest) throws Exception {
        // When
        Report report = report(honest);
        // Then
        assertThat(report.remarks())
                .extracting(Remark::kind)
                .doesNotContain(Kind.ERROR, Kind.FORBIDDEN, Kind.WARNING);
    }
}

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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The same for Dart; all are read in one step.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DartRulesTest {
    private static final String IO = "import 'dart:io';\n";
    private static final String AS = "import 'dart:io' as io;\n";
    private static final String EXIT = "dart-exit";

    private @TempDir Path directory;
    private Map<String, Report> reports = Map.of();

    private static Broken of(String rule, String text) {
        return new Broken(rule, "dart", text);
    }

    private static Broken body(String rule, String imports, String text) {
        return of(rule, imports + "void f(a) {\n  " + text + "\n}");
    }

    static Stream<Broken> broken() {
        return Stream.of(
                body(EXIT, IO, "⟦exit(1);"),
                body(EXIT, AS, "io.⟦exit(1);"),
                body(EXIT, AS, "final quit = io.⟦exit;"),
                body(EXIT, IO, "final quit = ⟦exit;"),
                body(EXIT, IO, "[1].forEach(⟦exit);"),
                body(EXIT, IO, "final s = 'a ${⟦exit(1)} b';"),
                body(EXIT, IO, "final s = 'a $⟦exit b';"),
                body(EXIT, IO, "final g = () => ⟦exit(1);"),
                body(EXIT, IO, "a ?? ⟦exit(1);"),
                body(EXIT, IO, "f({'a': ⟦exit});"),
                body(EXIT, "import \"dart:io\" show exit;\n", "⟦exit(1);"),
                body(EXIT, "import 'dart:io' hide Process;\n", "⟦exit(1);"),
                body(EXIT, "import r'dart:io' as x show exit;\n", "x.⟦exit(1);"),
                body(EXIT, "import 'a.dart' if (dart.library.io) 'dart:io';\n", "⟦exit(1);"),
                body(EXIT, IO, "{ var exit = 1; }\n  ⟦exit(2);"),
                body(EXIT, IO, "try { ⟦exit(1); } catch (exit) {}"),
                of(EXIT, IO + "class A {\n  final int a = ⟦exit(1);\n}"),
                of(EXIT, IO + "class A {\n  A() : super(⟦exit(1));\n}"),
                of(EXIT, IO + "final never = ⟦exit(1);"),
                of(EXIT, IO + "int f([g = ⟦exit]) => 1;"),
                of(EXIT, "export ⟦'dart:io' show exit;"),
                body("dart-processes", IO, "⟦Process.run('a', []);"),
                body("dart-processes", AS, "io\n    .⟦Process\n    .start('a', []);"),
                body("dart-processes", IO, "final List<⟦Process> all = [];"),
                body("dart-processes", AS, "io.⟦Process? one;"),
                body("dart-processes", IO, "if (a is ⟦Process) {}"),
                of("dart-processes", IO + "class A implements ⟦Process {}"),
                of("dart-processes", AS + "class A extends io.⟦Process {}"),
                of("dart-processes", IO + "typedef Run = ⟦Process Function();"),
                of("dart-processes", IO + "extension on ⟦Process {}"),
                body("dart-network", IO, "⟦Socket.connect('a', 1);"),
                body("dart-network", AS, "io.⟦HttpServer.bind('a', 1);"),
                body("dart-network", IO, "final c = new ⟦HttpClient();"),
                body("dart-network", AS, "final c = new io.⟦HttpClient();"),
                body("dart-network", AS, "final c = const io.⟦HttpClient();"),
                body("dart-network", IO, "final c = ⟦HttpClient()..close();"),
                of("dart-native", "import ⟦'dart:ffi';"),
                of("dart-native", "import ⟦'dart:ffi' as f show Pointer;"),
                of("dart-native", "⟦external int nat();"),
                of("dart-reflection", "import ⟦'dart:mirrors';"),
                of("dart-reflection", "import 'a.dart' if (dart.library.x) ⟦'dart:mirrors';"),
                of("dart-isolates", "import ⟦\"dart:isolate\";"),
                of("dart-isolates", "import ⟦'dart:cli';"),
                of("dart-browser", "import ⟦'dart:html';"),
                of("dart-browser", "export ⟦'dart:js_interop';"));
    }

    static Stream<Broken> looksForbidden() {
        return Stream.of(
                        "void exit(int a) {}\nvoid f() { exit(1); }",
                        IO + "void exit(int a) {}\nvoid f() { exit(1); }",
                        IO + "class Process {}\nProcess? p;",
                        IO + "void f(exit) { exit(1); }",
                        IO + "void f() { var exit = (a) => a; exit(1); }",
                        IO + "void f() { void exit(int a) {}\n  exit(1); }",
                        IO + "void f(a) { a.exit(1); a?.exit(1); a..exit(1); this.exit(1); }",
                        IO + "class A { void exit(int a) {}\n  void f() { exit(1); } }",
                        IO + "class A { final exit = 1; get b => exit; }",
                        IO + "void f() { for (final exit in []) { exit(1); } }",
                        IO + "void f() { try {} catch (exit) { exit; } }",
                        IO + "final f = (exit) { exit(1); };",
                        IO + "void f({int? exit}) => f(exit: 1);",
                        IO + "// exit(1)\nfinal s = 'exit(1) Process';",
                        IO + "final p = Platform.environment; final f = File('a');",
                        "import 'dart:io' show File;\nvoid f() { exit(1); }",
                        "import 'dart:io' hide exit;\nvoid f() { exit(1); }",
                        AS + "void f() { exit(1); a.exit(1); }",
                        "import 'other.dart' as io;\nvoid f() { io.exit(1); }",
                        "import 'dart:convert';\nimport 'dart:async';\nimport 'dart:math';",
                        "import 'package:ffi/ffi.dart';\nfinal s = 'dart:ffi';",
                        "export 'dart:io' show File;",
                        IO + "enum E { exit, Process }")
                .map(text -> of("", text));
    }

    private Report report(Broken one) throws Exception {
        if (reports.isEmpty()) {
            var sources = new HashMap<String, byte[]>();
            Stream.concat(broken(), looksForbidden())
                    .forEach(each ->
                            sources.put(
                                    each.file(),
                                    each.text().replace("⟦", "").getBytes(StandardCharsets.UTF_8)));
            reports = Readings.in(directory).read(DartBuilder.parser(), sources, Set.of());
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
                .containsExactlyInAnyOrderElementsOf(DartRules.ALL.stream().map(Rule::id).toList());
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

    @Test
    void a_part_has_the_imports_of_its_library() throws Exception {
        // Given
        Map<String, byte[]> sources =
                Map.of(
                        "lib/a.dart",
                        (AS + "part 'src/b.dart';\nvoid own() {}").getBytes(StandardCharsets.UTF_8),
                        "lib/src/b.dart",
                        "part of '../a.dart';\nvoid f() { io.exit(1); own(); }"
                                .getBytes(StandardCharsets.UTF_8),
                        "c.dart",
                        "void f() { io.exit(1); }".getBytes(StandardCharsets.UTF_8));
        // When
        Map<String, Report> found =
                Readings.in(directory).read(DartBuilder.parser(), sources, Set.of());
        var forbidden =
                found.values().stream()
                        .flatMap(report -> report.of(Kind.FORBIDDEN).stream())
                        .toList();
        // Then
        assertThat(forbidden).extracting(Remark::place).containsExactly("lib/src/b.dart:2:15");
    }
}

package dev.fairlead.builders.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.builders.java.Report.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// Every rule meets a source that breaks it, written the plain way and the sly ones.
class JavaRulesTest {
    /// The place is where `⟦` stands in the text.
    record Case(String rule, String text) {
        @Override
        public String toString() {
            return rule + ": " + text;
        }
    }

    private static Case of(String rule, String text) {
        return new Case(rule, text);
    }

    /// In a method's body.
    private static Case body(String rule, String text) {
        return of(
                rule, "class A {\n  void a(Object o) throws Throwable {\n    " + text + "\n  }\n}");
    }

    static Stream<Case> broken() {
        return Stream.of(
                body("java-reflection", "Class.⟦forName(\"x\");"),
                body(
                        "java-reflection",
                        "java.util.function.Supplier<?> s = o.getClass()::⟦getMethods;"),
                body(
                        "java-reflection",
                        "o.getClass().⟦getDeclaredField(\"x\").setAccessible(true);"),
                body("java-reflection", "⟦var m = o.getClass().getMethods()[0];"),
                body("java-reflection", "java.lang.invoke.⟦MethodHandles.lookup();"),
                body(
                        "java-reflection",
                        "int f = java.lang.invoke.⟦LambdaMetafactory.FLAG_BRIDGES;"),
                body("java-reflection", "Object h = java.lang.invoke.⟦VarHandle.class;"),
                of("java-reflection", "import java.lang.reflect.*;\nclass A {\n  ⟦Method m;\n}"),
                of(
                        "java-reflection",
                        "import static java.lang.Class.forName;\n"
                            + "class A { Object a() throws Exception { return ⟦forName(\"x\"); }"
                            + " }"),
                body("java-processes", "new ⟦ProcessBuilder(\"x\").start();"),
                body("java-processes", "new java.lang.⟦ProcessBuilder(\"x\").start();"),
                body("java-processes", "Runtime.getRuntime()\n      .⟦exec(\"x\");"),
                body("java-processes", "⟦ProcessHandle.current();"),
                body(
                        "java-processes",
                        "java.util.function.Function<String[], ProcessBuilder> f = null;"
                                .replace("ProcessBuilder>", "⟦ProcessBuilder>")),
                body(
                        "java-processes",
                        "java.util.function.Supplier<Object> f = () -> new ⟦ProcessBuilder();"),
                body("java-exit", "System.⟦exit(1);"),
                body("java-exit", "java.util.function.IntConsumer f = System::⟦exit;"),
                body("java-exit", "Runtime.getRuntime().⟦halt(1);"),
                of("java-exit", "import static java.lang.System.*;\nclass A { { ⟦exit(1); } }"),
                of("java-native", "class A {\n  ⟦native void a();\n}"),
                body("java-native", "System.⟦loadLibrary(\"x\");"),
                body("java-native", "java.lang.foreign.⟦Linker.nativeLinker();"),
                body("java-native", "⟦var u = (sun.misc.Unsafe) o;"),
                body("java-network", "new java.net.⟦Socket(\"x\", 1);"),
                body("java-network", "java.net.http.⟦HttpClient.newHttpClient();"),
                body("java-network", "java.net.URI.create(\"http://x\").toURL().⟦openStream();"),
                body("java-network", "java.nio.channels.⟦SocketChannel.open();"),
                body("java-network", "javax.naming.⟦InitialContext c = null;"),
                of("java-class-loading", "class A extends ⟦ClassLoader {}"),
                of(
                        "java-class-loading",
                        "class A { static class B extends java.net.⟦URLClassLoader { B() {"
                                + " super(null); } } }"),
                body("java-class-loading", "new ⟦ClassLoader() {};"),
                body("java-class-loading", "A.class.⟦getClassLoader();"),
                body("java-class-loading", "Thread.currentThread().⟦getContextClassLoader();"),
                body("java-class-loading", "java.util.⟦ServiceLoader.load(A.class);"),
                body("java-security", "System.⟦setSecurityManager(null);"),
                body("java-security", "java.security.Security.⟦setProperty(\"a\", \"b\");"),
                body("java-instrumentation", "java.lang.instrument.⟦Instrumentation i = null;"),
                body(
                        "java-instrumentation",
                        "java.lang.management.⟦ManagementFactory.getRuntimeMXBean();"),
                body("java-internals", "java.io.⟦FileDescriptor d = null;"),
                body("java-internals", "⟦var u = (com.sun.net.httpserver.HttpServer) o;"),
                of("java-reserved-package", "package ⟦dev.fairlead.function;\nclass A {}"),
                body("java-deserialization", "new java.io.⟦ObjectInputStream(null);"),
                body("java-streams-replaced", "System.⟦setOut(null);"));
    }

    private static Report report(String text) throws IOException {
        var compilation = new JavaCompilation(List.of(SourceText.of("src/A.java", text)));
        compilation.run();
        return compilation.report();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void what_a_rule_names_is_found_at_its_place(Case broken) throws IOException {
        // Given
        int at = broken.text().indexOf('⟦');
        String before = broken.text().substring(0, at);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = at - before.lastIndexOf('\n');
        // When
        Report report = report(broken.text().replace("⟦", ""));
        // Then
        assertThat(report.of(Kind.ERROR)).isEmpty();
        assertThat(report.remarks())
                .anySatisfy(remark -> {
                    assertThat(remark.text()).endsWith("[" + broken.rule() + "]");
                    assertThat(remark.file()).isEqualTo("src/A.java");
                    assertThat(List.of(remark.line(), remark.column()))
                            .isEqualTo(List.of(line, column));
                });
    }

    @Test
    void every_rule_has_a_source_that_breaks_it() {
        // Given
        var tried = new HashSet<String>();
        // When
        broken().map(Case::rule).forEach(tried::add);
        // Then
        assertThat(tried)
                .containsExactlyInAnyOrderElementsOf(
                        JavaRules.ALL.stream().map(rule -> rule.id()).toList());
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void what_only_looks_forbidden_passes(String text) throws IOException {
        // When
        Report report = report(text);
        // Then
        assertThat(report.remarks()).isEmpty();
    }

    static Stream<String> harmless() {
        return Stream.of(
                "class ProcessBuilder { void start() {} void a() { new ProcessBuilder().start(); }"
                        + " }",
                "class A { static class System { static void exit(int i) {} } void a() {"
                        + " System.exit(1); } }",
                "class A { String forName(String s) { return s; } String b ="
                        + " forName(\"Class.forName\"); }",
                "// System.exit(1)\nclass A { String s = \"Runtime.getRuntime().exec\"; }",
                "class A { Object a = java.net.URI.create(\"http://x\"); Object b = Object.class;"
                        + " }",
                "class A { void a() { Thread.ofVirtual().start(() -> {}); } }",
                "record A(int x) { enum E { ONE, TWO } int y() { return switch (E.ONE) { case ONE"
                        + " -> 1; case TWO -> 2; }; } }",
                "class A { java.nio.file.Path p = java.nio.file.Path.of(\"/tmp\"); String e ="
                        + " System.getenv(\"X\"); }",
                "import java.util.function.*;\n"
                        + "class A { Function<String, Integer> f = String::length; String c ="
                        + " f.getClass().getName(); }");
    }
}

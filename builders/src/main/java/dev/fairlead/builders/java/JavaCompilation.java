package dev.fairlead.builders.java;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;

import dev.fairlead.builders.analysis.Finding;
import dev.fairlead.builders.analysis.Report;
import dev.fairlead.builders.analysis.Severity;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// Compiles a function's sources together with what they are joined to the platform by, and says
/// what is wrong with them. Nothing of theirs is run: there are no annotation processors.
final class JavaCompilation {
    private static final List<String> GLUE =
            List.of(
                    "CloudFunction",
                    "Function",
                    "Request",
                    "Response",
                    "Log",
                    "Json",
                    "Entry",
                    "Call",
                    "CallFailed");
    private static final List<String> OPTIONS =
            List.of("-proc:none", "-g:source,lines", "-Xlint:none", "-nowarn", "-implicit:none");
    private static final int MOST = 100;

    private final List<SourceText> sources;
    private final List<Report.Remark> remarks = new ArrayList<>();
    private Map<String, byte[]> classes = Map.of();
    private String handler = "";

    JavaCompilation(List<SourceText> sources) {
        this.sources = List.copyOf(sources);
    }

    Report report() {
        return new Report(remarks);
    }

    /// By their names in a jar; empty where something is wrong.
    Map<String, byte[]> classes() {
        return classes;
    }

    /// The binary name of the class that answers.
    String handler() {
        return handler;
    }

    void run() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var said = new DiagnosticCollector<JavaFileObject>();
        var units = new ArrayList<JavaFileObject>(sources);
        for (String name : GLUE) {
            units.add(glue(name));
        }
        try (var system =
                        compiler.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8);
                var files = new ClassFiles(system)) {
            // No class path: what lies in the step's folders is none of the function's.
            system.setLocation(javax.tools.StandardLocation.CLASS_PATH, List.of());
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    Writer.nullWriter(), files, said, OPTIONS, null, units);
            var parsed = new ArrayList<CompilationUnitTree>();
            task.parse().forEach(parsed::add);
            Iterable<? extends Element> analysed = failed(said) ? List.of() : task.analyze();
            if (!failed(said)) {
                look(task, parsed, analysed);
                if (mayGo()) {
                    task.generate();
                    classes = files.all();
                }
            }
        }
        errors(said);
        if (!mayGo()) {
            classes = Map.of();
        }
    }

    private boolean mayGo() {
        return remarks.stream().noneMatch(each -> each.kind() == Report.Kind.ERROR)
                && remarks.stream().noneMatch(each -> each.kind() == Report.Kind.FORBIDDEN)
                && !handler.isEmpty();
    }

    private static SourceText glue(String name) throws IOException {
        try (InputStream in =
                JavaCompilation.class.getResourceAsStream("function/" + name + ".java")) {
            if (in == null) {
                throw new IllegalStateException("the glue " + name + " is not in the jar");
            }
            return SourceText.glue(
                    "dev/fairlead/function/" + name + ".java",
                    new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static boolean failed(DiagnosticCollector<JavaFileObject> said) {
        return said.getDiagnostics().stream()
                .anyMatch(each -> each.getKind() == Diagnostic.Kind.ERROR);
    }

    private void errors(DiagnosticCollector<JavaFileObject> said) {
        for (Diagnostic<? extends JavaFileObject> each : said.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR && remarks.size() < MOST) {
                remarks.add(
                        new Report.Remark(
                                Report.Kind.ERROR,
                                SourceText.name(each.getSource()),
                                (int) Math.max(0, each.getLineNumber()),
                                (int) Math.max(0, each.getColumnNumber()),
                                each.getMessage(Locale.ROOT)));
            }
        }
    }

    private void look(
            JavacTask task,
            List<CompilationUnitTree> parsed,
            Iterable<? extends Element> analysed) {
        Trees trees = Trees.instance(task);
        for (CompilationUnitTree unit : parsed) {
            String file = SourceText.name(unit.getSourceFile());
            if (!file.isEmpty()) {
                new ForbiddenUses(trees, unit, file).find().forEach(this::add);
            }
        }
        for (Handlers.Found found : Handlers.in(task, trees, analysed)) {
            remarks.add(found.remark());
            TypeElement type = found.type();
            handler =
                    handler.isEmpty() ? task.getElements().getBinaryName(type).toString() : handler;
        }
        if (remarks.stream().filter(each -> each.kind() == Report.Kind.HANDLER).count() != 1) {
            handler = "";
        }
    }

    private void add(Finding finding) {
        boolean block = finding.rule().severity() == Severity.BLOCK;
        if (remarks.size() < MOST) {
            remarks.add(
                    new Report.Remark(
                            block ? Report.Kind.FORBIDDEN : Report.Kind.WARNING,
                            finding.file(),
                            finding.line(),
                            finding.column(),
                            finding.text()));
        }
    }
}

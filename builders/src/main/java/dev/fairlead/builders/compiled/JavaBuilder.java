package dev.fairlead.builders.compiled;

import dev.fairlead.builders.java.CompilerMain;
import dev.fairlead.builders.java.Report;
import dev.fairlead.builders.java.Report.Kind;
import dev.fairlead.builders.java.Report.Remark;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Builder;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.languages.Toolchains;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.sandbox.JavaHome;
import dev.fairlead.sandbox.StepRun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Compiles Java with the compiler of the server's own JDK, in a step: reading a stranger's source
/// can take for ever, too.
public final class JavaBuilder implements Builder {
    private static final String COMPILER = "/run/compiler";
    private static final String REPORT = WorkCopy.OURS + "/" + CompilerMain.REPORT;
    private static final String JAR = WorkCopy.OURS + "/" + CompilerMain.JAR;

    private final Workbench bench;
    private final JavaHome home = JavaHome.own();

    public JavaBuilder(Workbench bench) {
        this.bench = bench;
    }

    @Override
    public Built build(BuildInput input) throws IOException, InterruptedException {
        input.progress().phase(BuildPhase.ANALYSING);
        List<String> sources = sources(input);
        if (sources.isEmpty()) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_MISSING,
                    "The source has no .java file with a class that answers (`Response"
                            + " handle(Request request)`).");
        }
        if (!Files.exists(home.path().resolve("bin/javac"))) {
            throw new BuildFailed(
                    ErrorCode.TOOLCHAIN_MISSING,
                    "Java needs a compiler, which the server's Java does not have: run the server"
                            + " with a JDK, such as the package openjdk-25-jdk-headless.");
        }
        WorkCopy work = WorkCopy.of(input);
        input.progress().phase(BuildPhase.COMPILING);
        var readable = new HashMap<>(home.readable());
        readable.put(COMPILER, Toolchains.OURS);
        StepRun.Result result =
                bench.run(
                        input,
                        command(sources),
                        new Workbench.Surroundings(java.util.Map.of(), readable));
        if (result.exitCode() != 0) {
            throw new BuildFailed(
                    ErrorCode.COMPILE_FAILED, "The compiler failed; see the build's log.");
        }
        judge(input, report(work.made(REPORT)));
        return new Built(work.made(JAR), Abi.JAVA);
    }

    private static List<String> sources(BuildInput input) {
        var found = new ArrayList<String>();
        for (String file : input.source().files()) {
            String name = file.substring(file.lastIndexOf('/') + 1);
            boolean test =
                    file.startsWith("test/")
                            || file.startsWith("tests/")
                            || file.startsWith("src/test/");
            if (file.endsWith(".java") && !test && !name.equals("module-info.java")) {
                found.add(file);
            }
        }
        return found;
    }

    private List<String> command(List<String> sources) {
        var all = new ArrayList<>(List.of(home.java(), "-XX:TieredStopAtLevel=1"));
        all.addAll(List.of("-XX:+UseSerialGC", "-Xshare:auto", "-Xmx1g", "-cp", COMPILER));
        all.addAll(List.of(CompilerMain.class.getName(), WorkCopy.OURS));
        all.addAll(sources);
        return all;
    }

    private static Report report(Path file) throws IOException {
        try {
            return Report.read(file);
        } catch (IllegalArgumentException e) {
            throw new BuildFailed(
                    ErrorCode.COMPILE_FAILED, "The compiler's report cannot be read.");
        }
    }

    private static void judge(BuildInput input, Report report) {
        refuse(ErrorCode.COMPILE_FAILED, report.of(Kind.ERROR));
        for (Remark warning : report.of(Kind.WARNING)) {
            input.progress().line("warning: " + place(warning) + ": " + warning.text());
        }
        refuse(ErrorCode.CODE_FORBIDDEN, report.of(Kind.FORBIDDEN));
        List<Remark> handlers = report.of(Kind.HANDLER);
        if (handlers.isEmpty()) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_MISSING,
                    "No class carries @CloudFunction and implements `handle` of"
                            + " dev.fairlead.function.Function.");
        }
        if (handlers.size() > 1) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_AMBIGUOUS,
                    "More than one class carries @CloudFunction: "
                            + handlers.stream()
                                    .map(each -> each.text() + " in " + each.file())
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        Remark handler = handlers.getFirst();
        input.progress().line("The handler is " + handler.text() + " in " + handler.file() + ".");
    }

    private static void refuse(ErrorCode code, List<Remark> remarks) {
        if (!remarks.isEmpty()) {
            Remark first = remarks.getFirst();
            String where = place(first);
            throw new BuildFailed(
                    code,
                    where.isEmpty() ? first.text() : where + ": " + first.text(),
                    remarks.stream()
                            .map(each ->
                                    new Diagnostic(
                                            each.file(), each.line(), each.column(), each.text()))
                            .toList());
        }
    }

    private static String place(Remark remark) {
        return remark.line() == 0
                ? remark.file()
                : remark.file() + ":" + remark.line() + ":" + remark.column();
    }
}

package dev.fairlead.builders.compiled;

import dev.fairlead.builders.analysis.Report;
import dev.fairlead.builders.analysis.Report.Kind;
import dev.fairlead.builders.analysis.Report.Remark;
import dev.fairlead.builders.analysis.Verdict;
import dev.fairlead.builders.java.CompilerMain;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Builder;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.languages.Toolchains;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.sandbox.JavaHome;
import dev.fairlead.sandbox.StepRun;
import dev.fairlead.sandbox.WorkFolder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Compiles Java with the compiler of the server's own JDK, in a step: reading a stranger's source
/// can take for ever, too.
public final class JavaBuilder implements Builder {
    private static final String COMPILER = "/run/compiler";
    private static final String REPORT = WorkCopy.OURS + "/" + CompilerMain.REPORT;
    private static final long LARGEST_REPORT = 16L << 20;
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
        judge(input, report(input));
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

    private static Report report(BuildInput input) throws IOException {
        try (InputStream in = WorkFolder.open(input.work(), REPORT, LARGEST_REPORT)) {
            return Report.read(in);
        } catch (IllegalArgumentException e) {
            throw new BuildFailed(
                    ErrorCode.COMPILE_FAILED, "The compiler's report cannot be read.");
        }
    }

    private static void judge(BuildInput input, Report report) {
        Verdict.judge(report, input.progress()::line);
        Remark handler =
                Verdict.handler(
                        report.of(Kind.HANDLER),
                        "No class carries @CloudFunction and implements `handle` of"
                                + " dev.fairlead.function.Function.",
                        "More than one class carries @CloudFunction: ");
        input.progress().line("The handler is " + handler.text() + " in " + handler.file() + ".");
    }
}

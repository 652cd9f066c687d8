package dev.fairlead.builders.parsing;

import dev.fairlead.builders.analysis.Report;
import dev.fairlead.builders.analysis.Rule;
import dev.fairlead.builders.compiled.WorkCopy;
import dev.fairlead.builders.compiled.Workbench;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.StepRun;
import dev.fairlead.sandbox.WorkFolder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The step that reads sources. A parser may crash, loop or take all memory over what a stranger
/// wrote, so it never runs in this process; and it has a folder of its own, which no later step
/// writes to.
public final class SourceReading {
    private static final String ROOM = WorkCopy.OURS + "/reading";
    private static final String SOURCE = "source";
    private static final String PROGRAM = "program/";
    private static final String JOB = PROGRAM + "job.json";
    private static final String REPORT = "report";
    private static final String AT = "at";
    private static final String TOOLS = "/tools/node_modules";
    private static final long LARGEST = 64L << 20;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Workbench bench;
    private final Parser parser;

    /// A parser, and the rules for what it reads. `language` is the sources' for a sentence.
    public record Parser(String language, String module, List<String> packages, List<Rule> rules) {
        private static final List<String> SHARED = List.of("walk.mjs", "rules.mjs");

        public Parser {
            packages = List.copyOf(packages);
            rules = List.copyOf(rules);
        }

        private List<String> program() {
            var all = new ArrayList<>(SHARED);
            all.add(module + ".mjs");
            if (module.equals("script")) {
                all.addAll(List.of("scopes.mjs", "names.mjs", "handlers.mjs"));
            }
            return all;
        }
    }

    public SourceReading(Workbench bench, Parser parser) {
        this.bench = bench;
        this.parser = parser;
    }

    /// What `files` of the source say. Modules that are among `dependencies` break no rule.
    public Report read(BuildInput input, List<String> files, Set<String> dependencies)
            throws IOException, InterruptedException {
        if (files.isEmpty()) {
            return new Report(List.of());
        }
        bench.tools().require(parser.language(), List.of(Tool.NODE));
        for (String name : parser.packages()) {
            bench.tools().requirePackage(parser.language(), name);
        }
        Path room = input.work().resolve(ROOM);
        prepare(input, room, files, dependencies);
        Duration usual = bench.limits().time();
        var limits = bench.limits().within(usual.compareTo(LONGEST) < 0 ? usual : LONGEST);
        Step step =
                Step.of(command(), room, limits).reading(Map.of(TOOLS, bench.tools().packages()));
        StepRun.Result result = bench.run(step, _ -> {});
        if (result.exitCode() != 0) {
            throw crashed(input, room);
        }
        try (InputStream in = WorkFolder.open(room, REPORT, LARGEST)) {
            return Report.read(in);
        } catch (IllegalArgumentException e) {
            throw new IOException("the parser's report cannot be read", e);
        }
    }

    private List<String> command() {
        return List.of(
                bench.tools().path(Tool.NODE).toString(),
                "--max-old-space-size=1400",
                "--stack-size=3900",
                PROGRAM + "walk.mjs",
                JOB,
                REPORT,
                AT,
                SOURCE);
    }

    private void prepare(BuildInput input, Path room, List<String> files, Set<String> dependencies)
            throws IOException {
        Files.createDirectories(room.resolve(PROGRAM));
        for (String file : files) {
            Path copy = room.resolve(SOURCE).resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(input.source().path(file), copy);
        }
        for (String name : parser.program()) {
            try (InputStream in = SourceReading.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException(name + " is not in the jar");
                }
                Files.copy(in, room.resolve(PROGRAM + name));
            }
        }
        Files.write(
                room.resolve(JOB), Job.json(parser.module(), parser.rules(), files, dependencies));
    }

    /// What overflows a parser's stack ends it: the file that it was at is what is wrong.
    private BuildFailed crashed(BuildInput input, Path room) throws IOException {
        String file;
        try (InputStream in = WorkFolder.open(room, AT, 1 << 16)) {
            file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!input.source().files().contains(file)) {
            throw new IOException("the parser failed before it read anything");
        }
        Nesting.Place place = Nesting.deepest(WorkCopy.text(input, file));
        String why = "the source nests too deep, or is too large, to be parsed";
        return new BuildFailed(
                ErrorCode.COMPILE_FAILED,
                file + ":" + place.line() + ":" + place.column() + ": " + why,
                List.of(new Diagnostic(file, place.line(), place.column(), why)));
    }
}

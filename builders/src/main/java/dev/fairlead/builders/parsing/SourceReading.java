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
import dev.fairlead.sandbox.StepRun;
import dev.fairlead.sandbox.WorkFolder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// The step that reads sources. A parser may crash, loop or take all memory over what a stranger
/// wrote, so it never runs in this process; and it is a process of its own for each source, which
/// sees nothing but what it is handed.
public final class SourceReading {
    private static final String REPORT = "report";
    private static final String AT = "at";
    private static final int SIGNALLED = 128;
    private static final long LARGEST = 64L << 20;

    private final Workbench bench;
    private final Parser parser;
    private final Readers readers;

    /// A parser, and the rules for what it reads. `language` is the sources' for a sentence;
    /// `program` are the scripts of ours that walk its trees, the first being what is asked.
    public record Parser(
            String language, List<String> program, List<String> packages, List<Rule> rules) {
        public Parser {
            program = List.copyOf(program);
            packages = List.copyOf(packages);
            rules = List.copyOf(rules);
        }
    }

    public SourceReading(Workbench bench, Parser parser) {
        this.bench = bench;
        this.parser = parser;
        this.readers = new Readers(bench, parser);
    }

    /// For JavaScript and TypeScript alike.
    public static Parser scripts(String language) {
        return new Parser(
                language,
                List.of("script.mjs", "scopes.mjs", "names.mjs", "handlers.mjs"),
                List.of("oxc-parser"),
                ScriptRules.ALL);
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
        var paths = new LinkedHashMap<String, Path>();
        files.forEach(file -> paths.put(file, input.source().path(file)));
        try (Readers.Reader reader = readers.take()) {
            StepRun.Input job = Job.input(parser.rules(), paths, dependencies);
            StepRun.Result result = reader.step().finish(job);
            if (result.exitCode() != 0) {
                throw crashed(input, reader.room(), result);
            }
            try (InputStream in = WorkFolder.open(reader.room(), REPORT, LARGEST)) {
                return Report.read(in);
            } catch (IllegalArgumentException e) {
                throw new IOException("the parser's report cannot be read", e);
            }
        } finally {
            readers.expect();
        }
    }

    /// What overflows a parser's stack ends it by a signal: the file that it was at is what is
    /// wrong.
    private static BuildFailed crashed(BuildInput input, Path room, StepRun.Result result)
            throws IOException {
        String file;
        try (InputStream in = WorkFolder.open(room, AT, 1 << 16)) {
            file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IOException("the parser did not start: " + result.lines(), e);
        }
        if (!input.source().files().contains(file) || result.exitCode() < SIGNALLED) {
            throw new IOException("the parser failed at " + file + ": " + result.lines());
        }
        Nesting.Place place = Nesting.deepest(WorkCopy.text(input, file));
        String why = "the source nests too deep, or is too large, to be parsed";
        return new BuildFailed(
                ErrorCode.COMPILE_FAILED,
                file + ":" + place.line() + ":" + place.column() + ": " + why,
                List.of(new Diagnostic(file, place.line(), place.column(), why)));
    }
}

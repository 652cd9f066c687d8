package dev.fairlead.builders.parsing;

import dev.fairlead.builders.analysis.Report;
import dev.fairlead.builders.analysis.Report.Kind;
import dev.fairlead.builders.analysis.Report.Remark;
import dev.fairlead.builders.analysis.Verdict;
import dev.fairlead.builders.compiled.Workbench;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Builder;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/// Reads Dart and holds it to its rules, and says then that it cannot be compiled here.
public final class DartBuilder implements Builder {
    private final SourceReading reading;

    public DartBuilder(Workbench bench) {
        this.reading = new SourceReading(bench, parser());
    }

    static SourceReading.Parser parser() {
        return new SourceReading.Parser(
                "Dart",
                List.of("dart.mjs", "dartnames.mjs"),
                List.of("web-tree-sitter", "tree-sitter-dart-orchard"),
                DartRules.ALL);
    }

    @Override
    public Built build(BuildInput input) throws IOException, InterruptedException {
        input.progress().phase(BuildPhase.ANALYSING);
        List<String> files = input.source().files().stream().filter(DartBuilder::belongs).toList();
        Report report = reading.read(input, files, Set.of());
        Verdict.judge(report, input.progress()::line);
        Remark handler =
                Verdict.handler(
                        report.of(Kind.HANDLER),
                        "There is no handler: neither a class that extends CloudFunction nor a"
                                + " function carries @cloudFunction"
                                + (files.isEmpty() ? "." : ": " + String.join(", ", files) + "."),
                        "More than one thing carries @cloudFunction: ");
        input.progress().line("The handler is " + handler.text() + " in " + handler.file() + ".");
        throw new BuildFailed(
                ErrorCode.TOOLCHAIN_MISSING,
                "The source keeps to the rules, but this installation has no compiler for Dart:"
                        + " compile it to a WebAssembly module that follows a contract of"
                        + " docs/reference/contracts.md, and deploy that with the language wasm.");
    }

    private static boolean belongs(String file) {
        return file.endsWith(".dart")
                && !file.startsWith("test/")
                && !file.startsWith(".dart_tool/")
                && !file.startsWith("build/");
    }
}

package dev.fairlead.cli.local;

import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.executions.LogLine;

import java.io.PrintStream;

/// What went wrong, for people at a terminal.
final class Explained {
    private Explained() {}

    static String of(BuildFailed failed) {
        var text = new StringBuilder(failed.detail());
        for (Diagnostic at : failed.diagnostics()) {
            String place = at.file() + ":" + at.line() + ":" + at.column();
            if (!failed.detail().startsWith(place)) {
                text.append("\n  ").append(place).append(": ").append(at.message());
            }
        }
        return text.append("\n  (").append(failed.code().code()).append(')').toString();
    }

    /// Empty for a guest that answered.
    static String of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered _ -> "";
            case Outcome.Cancelled _ -> "cancelled";
            case Outcome.Failed(var code, String message) -> message + " (" + code.code() + ")";
        };
    }

    static void print(PrintStream out, Iterable<LogLine> lines) {
        for (LogLine line : lines) {
            out.println("  " + line.level() + " " + line.text());
        }
    }
}

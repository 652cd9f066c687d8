package dev.fairlead.builders.analysis;

import dev.fairlead.builders.analysis.Report.Kind;
import dev.fairlead.builders.analysis.Report.Remark;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What follows from a report, for every language the same: each finding is a line of the build's
/// log, errors and what is forbidden end the build.
public final class Verdict {
    private static final int MOST = 100;

    private Verdict() {}

    /// Throws `BuildFailed` for sources that cannot be understood or use what they may not.
    public static void judge(Report report, Consumer<String> log) {
        refuse(ErrorCode.COMPILE_FAILED, report.of(Kind.ERROR));
        tell("warning: ", report.of(Kind.WARNING), log);
        tell("forbidden: ", report.of(Kind.FORBIDDEN), log);
        refuse(ErrorCode.CODE_FORBIDDEN, report.of(Kind.FORBIDDEN));
    }

    /// The one handler among `handlers`. `none` is the sentence for where there is none, `several`
    /// how the sentence begins that names them.
    public static Remark handler(List<Remark> handlers, String none, String several) {
        if (handlers.isEmpty()) {
            throw new BuildFailed(ErrorCode.HANDLER_MISSING, none);
        }
        if (handlers.size() > 1) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_AMBIGUOUS,
                    several
                            + handlers.stream()
                                    .map(each -> each.text() + " in " + each.file())
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return handlers.getFirst();
    }

    private static void tell(String what, List<Remark> remarks, Consumer<String> log) {
        remarks.stream()
                .limit(MOST)
                .forEach(each -> log.accept(what + each.place() + ": " + each.text()));
    }

    private static void refuse(ErrorCode code, List<Remark> remarks) {
        if (!remarks.isEmpty()) {
            Remark first = remarks.getFirst();
            String where = first.place();
            throw new BuildFailed(
                    code,
                    where.isEmpty() ? first.text() : where + ": " + first.text(),
                    remarks.stream()
                            .limit(MOST)
                            .map(each ->
                                    new Diagnostic(
                                            each.file(), each.line(), each.column(), each.text()))
                            .toList());
        }
    }
}

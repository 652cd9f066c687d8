package dev.fairlead.builders.stacks.yaml;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What is wrong with files, gathered so that their author hears of all of it at once, and what of
/// them is not looked at.
public final class Problems {
    private static final int MOST = 50;

    private final Set<Diagnostic> wrong = new LinkedHashSet<>();
    private final Set<String> remarks = new LinkedHashSet<>();

    /// The build fails with it in the end.
    public void refuse(Place place, String what) {
        wrong.add(new Diagnostic(place.file(), place.line(), 0, what));
    }

    /// The build goes on and says so.
    public void remark(String what) {
        remarks.add(what);
    }

    /// Throws `BuildFailed` with everything that was refused.
    public void end() {
        if (!wrong.isEmpty()) {
            throw failed(new ArrayList<>(wrong));
        }
    }

    /// The same with one more thing, where going on makes no sense.
    public BuildFailed failed(Place place, String what) {
        refuse(place, what);
        return failed(new ArrayList<>(wrong));
    }

    private static BuildFailed failed(List<Diagnostic> all) {
        List<Diagnostic> told = all.subList(0, Math.min(all.size(), MOST));
        var text = new StringBuilder();
        for (Diagnostic one : told) {
            text.append(text.isEmpty() ? "" : "\n");
            text.append(one.file()).append(':').append(one.line()).append(": ");
            text.append(one.message());
        }
        if (all.size() > MOST) {
            text.append("\nand ").append(all.size() - MOST).append(" more");
        }
        return new BuildFailed(ErrorCode.SOURCE_INVALID, text.toString(), told);
    }

    public void tell(Consumer<String> log) {
        remarks.forEach(log);
    }
}

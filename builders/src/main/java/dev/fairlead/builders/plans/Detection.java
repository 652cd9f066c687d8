package dev.fairlead.builders.plans;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.model.deployments.BuildFailed;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Tells by a folder's files what runs it. Nothing of the folder is run.
public final class Detection {
    private Detection() {}

    /// The plan for those `files` of the source. Throws `BuildFailed` that says what was looked for
    /// where there is nothing, or more than one thing.
    public static Plan plan(SourceTree source, List<String> files, Wishes wishes)
            throws IOException {
        Folder folder = Folder.of(source, files);
        AppRuntime runtime =
                wishes.runtime().isPresent() ? wishes.runtime().get() : only(signs(folder));
        return switch (runtime) {
            case JAVASCRIPT -> JavaScriptPlan.of(folder, wishes);
            case PYTHON -> PythonPlan.of(folder, wishes);
            case JAVA -> JavaPlan.of(folder, wishes);
            case STATIC -> StaticPlan.of(folder, wishes);
        };
    }

    private static Map<AppRuntime, List<String>> signs(Folder folder) throws IOException {
        var found = new EnumMap<AppRuntime, List<String>>(AppRuntime.class);
        found.put(AppRuntime.JAVASCRIPT, JavaScriptPlan.signs(folder));
        found.put(AppRuntime.PYTHON, PythonPlan.signs(folder));
        found.put(AppRuntime.JAVA, JavaPlan.signs(folder));
        found.put(AppRuntime.STATIC, StaticPlan.signs(folder));
        found.values().removeIf(List::isEmpty);
        return found;
    }

    private static AppRuntime only(Map<AppRuntime, List<String>> found) {
        if (found.isEmpty()) {
            throw nothing();
        }
        if (found.size() > 1) {
            String all =
                    found.entrySet().stream()
                            .map(one ->
                                    one.getKey().word() + " (" + one.getValue().getFirst() + ")")
                            .collect(Collectors.joining(" or "));
            throw Folder.wrong(
                    "This may be " + all + ": say which by `runtime:` in fairlead.yaml.");
        }
        return found.keySet().iterator().next();
    }

    private static BuildFailed nothing() {
        String all =
                Arrays.stream(AppRuntime.values())
                        .map(one -> one.signs() + " for " + one.word())
                        .collect(Collectors.joining("; "));
        return Folder.wrong(
                "There is no Dockerfile and no `image:`, and nothing here says how to run it."
                        + " Looked for: "
                        + all
                        + ". Add one of these, or `runtime:` and `command:` to fairlead.yaml.");
    }
}

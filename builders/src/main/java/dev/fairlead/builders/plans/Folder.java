package dev.fairlead.builders.plans;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.plans.Plan.Placed;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The files of a source that may come into an image.
record Folder(SourceTree source, List<String> files) {
    private static final Set<String> NEVER =
            Set.of("fairlead.yaml", ".dockerignore", ".fairleadignore", ".npmrc", "Dockerfile");

    /// Only what an author's tools leave behind is left out besides.
    private static final List<String> LEFT_BEHIND =
            List.of("node_modules/", ".venv/", "venv/", "__pycache__/", ".git/");

    static Folder of(SourceTree source, List<String> files) throws IOException {
        var kept = files.stream().filter(Folder::wanted).sorted().toList();
        for (String file : kept) {
            if (!Files.isRegularFile(source.path(file), LinkOption.NOFOLLOW_LINKS)) {
                throw wrong(file + " is no ordinary file.");
            }
        }
        return new Folder(source, kept);
    }

    private static boolean wanted(String file) {
        return !NEVER.contains(file)
                && LEFT_BEHIND.stream()
                        .noneMatch(left -> file.startsWith(left) || file.contains("/" + left));
    }

    boolean has(String file) {
        return files.contains(file);
    }

    Path path(String file) {
        return source.path(file);
    }

    List<Placed> placed(Predicate<String> which) {
        return files.stream()
                .filter(which)
                .map(file -> new Placed(file, Plan.FOLDER + "/" + file))
                .toList();
    }

    static BuildFailed wrong(String why) {
        return new BuildFailed(ErrorCode.SOURCE_INVALID, why);
    }
}

package dev.fairlead.cli.local.plans;

import dev.fairlead.builders.apps.ImageBuilder;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.sources.SourceFolder;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.wire.ManifestFileJson;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The plan for an app's folder, by the files that would be sent.
public final class LocalPlan {
    private LocalPlan() {}

    public static List<String> of(Path folder, boolean allowSecrets) {
        try {
            List<String> files =
                    SourceFolder.ofApp(folder, allowSecrets).manifest().files().stream()
                            .map(ManifestFileJson::path)
                            .toList();
            // Nothing is kept by its hash here.
            var tree = new SourceTree(folder, files, ContentHash.of(new byte[0]));
            return ImageBuilder.plan(tree);
        } catch (BuildFailed e) {
            throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, "cannot read " + folder + ": " + e.getMessage());
        }
    }
}

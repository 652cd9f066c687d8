package dev.fairlead.builders.languages;

import dev.fairlead.builders.intake.SourceTree;

import java.nio.file.Path;
import java.util.Map;

/// What one build works with. `work` is an empty directory of its own. `tenant` is whose build it
/// is: what is kept for later builds is kept apart by it. `variables` are seen by the build's steps
/// and by nothing else; `secrets`, by name, are files below `/run/secrets` in them.
public record BuildInput(
        SourceTree source,
        Path work,
        String tenant,
        Map<String, String> variables,
        Map<String, String> secrets,
        BuildProgress progress) {
    public BuildInput {
        variables = Map.copyOf(variables);
        secrets = Map.copyOf(secrets);
    }

    /// Secrets never reach a log.
    @Override
    public String toString() {
        return "BuildInput[" + source.hash() + "]";
    }
}

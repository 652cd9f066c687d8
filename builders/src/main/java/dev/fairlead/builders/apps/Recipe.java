package dev.fairlead.builders.apps;

import dev.fairlead.builders.intake.SourceTree;

import java.util.Map;
import java.util.Optional;

/// How an image is built: the files that it is made of, and the file among them that says how, or
/// the text `inline` in its place; `target` is empty for the last stage.
public record Recipe(
        SourceTree context,
        String dockerfile,
        Optional<String> inline,
        String target,
        Map<String, String> arguments) {
    public Recipe {
        arguments = Map.copyOf(arguments);
    }
}

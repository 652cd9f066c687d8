package dev.fairlead.builders.intake;

import dev.fairlead.model.functions.ContentHash;

import java.nio.file.Path;
import java.util.List;

/// A function's source: `files` are names below `directory`, sorted, with `/` between their parts.
/// `hash` is that of names and contents alone, whatever they came in.
public record SourceTree(Path directory, List<String> files, ContentHash hash) {
    public SourceTree {
        files = List.copyOf(files);
    }

    public Path path(String file) {
        return directory.resolve(file);
    }
}

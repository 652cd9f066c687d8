package dev.fairlead.builders.apps;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.model.functions.ContentHash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Source trees of a few files.
final class Sources {
    private Sources() {}

    static SourceTree of(Path directory, Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            Path at = directory.resolve(file.getKey());
            Files.createDirectories(at.getParent());
            Files.writeString(at, file.getValue());
        }
        return new SourceTree(
                directory, files.keySet().stream().sorted().toList(), ContentHash.of(new byte[0]));
    }
}

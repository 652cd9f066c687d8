package dev.fairlead.builders.plans;

import dev.fairlead.builders.intake.SourceIntake;
import dev.fairlead.builders.intake.SourceTree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// Source trees below a test's folder, each of its own.
record Trees(Path directory) {
    SourceTree of(Map<String, String> files) throws IOException {
        Path root = folder(files);
        return SourceIntake.treeOf(root);
    }

    Path folder(Map<String, String> files) throws IOException {
        Path root = Files.createTempDirectory(directory, "source");
        // One folder alone would be taken for the source itself.
        Files.writeString(root.resolve("README"), "kept\n");
        for (var file : files.entrySet()) {
            Path at = root.resolve(file.getKey());
            Files.createDirectories(at.getParent());
            Files.write(at, file.getValue().getBytes(StandardCharsets.ISO_8859_1));
        }
        return root;
    }

    static void jar(Path at, String mainClass) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!mainClass.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        }
        Files.createDirectories(at.getParent());
        new JarOutputStream(Files.newOutputStream(at), manifest).close();
    }
}

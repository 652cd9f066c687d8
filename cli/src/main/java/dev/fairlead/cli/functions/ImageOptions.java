package dev.fairlead.cli.functions;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.sources.ProjectFile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/// An image to deploy instead of a folder.
final class ImageOptions {
    @Option(
            names = "--image",
            paramLabel = "REFERENCE",
            description = "an image that is there already, run as an app")
    private @Nullable String image;

    @Option(
            names = "--port",
            description = "where the image's program listens (default: what it exposes, or 8080)")
    private @Nullable Integer port;

    boolean wished() {
        if (image == null && port != null) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--port goes with --image; a folder says it in fairlead.yaml");
        }
        return image != null;
    }

    /// The last part of its name.
    String name() {
        String whole = image == null ? "" : image.split("@", 2)[0];
        String last = whole.substring(whole.lastIndexOf('/') + 1);
        return last.split(":", 2)[0];
    }

    /// Has `deploy` send a folder that says what is wished for, and nothing else.
    int inFolder(Function<Path, Integer> deploy) {
        try {
            Path folder = Files.createTempDirectory("image");
            Path file = folder.resolve(ProjectFile.NAME);
            try {
                Files.writeString(file, text());
                return deploy.apply(folder);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "no room for a folder: " + e.getMessage());
        }
    }

    /// In quotes, in which a reference has nothing to say to YAML.
    private String text() {
        String quoted = String.valueOf(image).replace("'", "''");
        String ports = port == null ? "" : "port: " + port + "\n";
        return "kind: app\nimage: '" + quoted + "'\n" + ports;
    }
}

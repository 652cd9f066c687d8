package dev.fairlead.builders.compiled;

import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// A build's own copy of the source, and what we add to it in a folder of ours.
public final class WorkCopy {
    public static final String OURS = ".fairlead";

    private final Path root;

    private WorkCopy(Path root) {
        this.root = root;
    }

    public static WorkCopy of(BuildInput input) throws IOException {
        return of(input, List.of());
    }

    /// Without some folders of the source.
    public static WorkCopy of(BuildInput input, List<String> without) throws IOException {
        Path root = input.work();
        for (String file : input.source().files()) {
            boolean wanted = without.stream().noneMatch(folder -> file.startsWith(folder + "/"));
            if (wanted && !file.startsWith(OURS + "/")) {
                Path copy = root.resolve(file);
                Files.createDirectories(copy.getParent());
                Files.copy(input.source().path(file), copy);
            }
        }
        Files.createDirectories(root.resolve(OURS));
        return new WorkCopy(root);
    }

    /// A source's text, whatever its bytes: the compiler has the last word on them.
    public static String text(BuildInput input, String file) throws IOException {
        return new String(Files.readAllBytes(input.source().path(file)), StandardCharsets.UTF_8);
    }

    public Path path(String file) {
        return root.resolve(file);
    }

    public void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /// Writes the glue `resource`, which lies beside this class.
    void add(String resource, String file) throws IOException {
        try (InputStream in = WorkCopy.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the glue " + resource + " is not in the jar");
            }
            write(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// A file that the build made. What runs in a build may have put anything there: a link would
    /// be read outside of the sandbox.
    public Path made(String file) {
        Path path = root.resolve(file);
        Path at = root;
        for (Path part : Path.of(file)) {
            at = at.resolve(part);
            if (Files.isSymbolicLink(at)) {
                throw new BuildFailed(
                        ErrorCode.COMPILE_FAILED,
                        "The build put a link where " + file + " belongs.");
            }
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new BuildFailed(
                    ErrorCode.COMPILE_FAILED, "The compiler made no module; see the build's log.");
        }
        return path;
    }
}

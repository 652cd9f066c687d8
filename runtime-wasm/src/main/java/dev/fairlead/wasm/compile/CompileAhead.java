package dev.fairlead.wasm.compile;

import dev.fairlead.model.functions.ContentHash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// Compiles a module of our own while we are built, so that no installation has to.
public final class CompileAhead {
    private CompileAhead() {}

    /// The module and the folder that its compiled form goes to, where `ModuleCache.fileName` finds
    /// it. Forms of other modules and of other versions of the compiler go; one that is there
    /// stays.
    public static void main(String[] args) throws IOException {
        byte[] wasm = Files.readAllBytes(Path.of(args[0]));
        Path folder = Path.of(args[1]);
        Path file = folder.resolve(ModuleCache.fileName(ContentHash.of(wasm)));
        for (Path other : compiledIn(folder)) {
            if (!other.equals(file)) {
                Files.delete(other);
            }
        }
        if (!Files.exists(file)) {
            // A build that is broken off leaves nothing that looks whole.
            Path made = Files.createTempFile(folder, "compiling-", ".tmp");
            Files.write(made, CompilerMain.compile(wasm).write());
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static List<Path> compiledIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".module")).toList();
        }
    }
}

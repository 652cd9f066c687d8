package dev.fairlead.engine.docker;

import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.EngineFailed.Reason;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A system call filter as a file, while an engine reads it: Podman takes no other, and keeps what
/// it read.
record FilterFile(Path file) implements AutoCloseable {
    static FilterFile write(EngineAddress address, String filter) throws IOException {
        if (!(address instanceof EngineAddress.Unix)) {
            throw new EngineFailed(
                    Reason.UNSUPPORTED, "Podman takes system call filters on its own machine only");
        }
        Path file = Files.createTempFile("filter", ".json");
        Files.writeString(file, filter);
        return new FilterFile(file);
    }

    String path() {
        return file.toString();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}

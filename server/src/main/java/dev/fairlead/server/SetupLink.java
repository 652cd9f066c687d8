package dev.fairlead.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The link by which somebody becomes the first administrator.
final class SetupLink {
    private SetupLink() {}

    /// On the terminal, and in a file of mode 0600 for an operator who has none; the file goes once
    /// there is an administrator.
    static void show(DataDirectory data, Optional<String> link) throws IOException {
        Path file = data.resolve("setup-link");
        if (link.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        DataDirectory.writeSecret(file, link.get() + "\n");
        System.err.println("first administrator: open within a day " + link.get());
    }
}

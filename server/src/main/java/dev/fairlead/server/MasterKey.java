package dev.fairlead.server;

import dev.fairlead.controlplane.control.variables.Envelope;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/// The key under which secrets are sealed: a file of 64 hexadecimal digits with mode 0600, made
/// with the installation. Whoever has it and the database has the secrets; without it they are
/// lost.
final class MasterKey {
    private static final String FILE = "master-key";

    private final Path file;
    private final Envelope envelope;

    MasterKey(DataDirectory data) throws IOException {
        this.file = data.resolve(FILE);
        if (!Files.exists(file)) {
            byte[] key = new byte[Envelope.KEY_BYTES];
            new SecureRandom().nextBytes(key);
            Path part = data.resolve(FILE + ".part");
            Files.deleteIfExists(part);
            Files.createFile(
                    part,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(part, HexFormat.of().formatHex(key) + "\n");
            Files.move(part, file);
        }
        this.envelope = new Envelope(read());
    }

    private byte[] read() throws IOException {
        try {
            return HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no key: it must have 64 hexadecimal digits", e);
        }
    }

    Envelope envelope() {
        return envelope;
    }

    /// Throws `IllegalStateException` when a secret of this installation was sealed under another
    /// key: going on with a new one would only hide that the old one is gone.
    void check(Set<String> keyIds) {
        if (!envelope.opens(keyIds)) {
            throw new IllegalStateException(
                    "the database has secrets that were sealed under another key than "
                            + file
                            + ": put the one back that you kept");
        }
    }
}

package dev.fairlead.server;

import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.server.variables.MasterKeySettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/// The key under which secrets are sealed, and others that open what was sealed before: those of
/// the settings, or of a file with 64 hexadecimal digits in a line and mode 0600, which is made
/// with the installation. Whoever has it and the database has the secrets; without it they are
/// lost.
final class MasterKey {
    private static final String FILE = "master-key";

    private final String where;
    private final Envelope envelope;

    MasterKey(DataDirectory data, MasterKeySettings settings) throws IOException {
        if (!settings.keys().isEmpty()) {
            this.where = MasterKeySettings.setting();
            this.envelope = settings.envelope(where);
            return;
        }
        Path file = data.resolve(FILE);
        this.where = file.toString();
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
        this.envelope = MasterKeySettings.lines(Files.readString(file)).envelope(where);
    }

    Envelope envelope() {
        return envelope;
    }

    /// Throws `IllegalStateException` when a secret of this installation was sealed under another
    /// key: going on with a new one would only hide that the old one is gone.
    void check(Set<String> keyIds) {
        Set<String> lacking = envelope.lacks(keyIds);
        if (!lacking.isEmpty()) {
            throw new IllegalStateException(
                    "the database has secrets that were sealed under another key than "
                            + where
                            + " has (the SHA-256 of which begins with "
                            + String.join(", ", lacking)
                            + "): put the one back that you kept");
        }
    }
}

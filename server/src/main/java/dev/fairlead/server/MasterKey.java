package dev.fairlead.server;

import dev.fairlead.controlplane.control.keyservice.KeyRing;
import dev.fairlead.controlplane.control.keyservice.KeyServiceFailed;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.server.variables.KeyServiceSettings;
import dev.fairlead.server.variables.MasterKeySettings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The key under which secrets are sealed, and others that open what was sealed before: those of
/// the settings, or of a file with one in a line and mode 0600, which is made with the
/// installation. Whoever has it and the database has the secrets, unless a key service wrapped it;
/// without it they are lost.
final class MasterKey {
    private static final Logger LOG = LoggerFactory.getLogger(MasterKey.class);
    private static final String FILE = "master-key";

    private final String where;
    private final Envelope envelope;

    MasterKey(DataDirectory data, MasterKeySettings settings) throws IOException {
        Path file = data.resolve(FILE);
        boolean said = !settings.keys().isEmpty();
        this.where = said ? MasterKeySettings.setting() : file.toString();
        var ring = new KeyRing(where, settings.service().map(KeyServiceSettings::open));
        try {
            List<String> keys = said ? settings.keys() : kept(file, ring);
            this.envelope = ring.envelope(keys);
            if (!said) {
                renew(file, keys, ring);
            }
        } catch (KeyServiceFailed e) {
            throw new IllegalStateException(
                    e.getMessage() + "; " + KeyServiceSettings.advice(e.why()), e);
        }
    }

    private static List<String> kept(Path file, KeyRing ring) throws IOException {
        if (!Files.exists(file)) {
            DataDirectory.writeSecret(file, ring.fresh() + "\n");
        }
        return MasterKeySettings.lines(Files.readString(file));
    }

    /// What was opened goes on to be opened by what is there, so nothing is lost where it fails.
    private static void renew(Path file, List<String> keys, KeyRing ring) {
        List<String> renewed = ring.renewed(keys);
        if (!renewed.equals(keys)) {
            try {
                DataDirectory.writeSecret(file, String.join("\n", renewed) + "\n");
            } catch (IOException e) {
                LOG.warn(
                        "the master key cannot be written as it was wrapped anew file={}", file, e);
            }
        }
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

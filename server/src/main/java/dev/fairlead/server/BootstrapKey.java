package dev.fairlead.server;

import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.control.access.SecretText.Kind;
import dev.fairlead.controlplane.control.keys.Keys;
import dev.fairlead.model.ids.OrganizationId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The first administrator key of an installation: made when it has none, shown once, kept in the
/// data directory for the operator and where the CLI looks, both with mode 0600. The database has
/// its hash only.
final class BootstrapKey {
    private static final String FILE = "bootstrap-key";

    private final DataDirectory data;
    private final Keys keys;
    private final String url;
    private final Optional<Path> accessFile;

    BootstrapKey(DataDirectory data, Keys keys, String url, Optional<Path> accessFile) {
        this.accessFile = accessFile;
        this.data = data;
        this.keys = keys;
        this.url = url;
    }

    /// The file comes before the row: a crash between the two leaves a key that is taken up again.
    void ensure(OrganizationId organization) throws IOException {
        Optional<String> kept = data.read(FILE).map(String::strip);
        if (!keys.any()) {
            SecretText key =
                    kept.flatMap(SecretText::parse)
                            .orElseGet(() -> SecretText.generate(Kind.INSTALLATION_KEY));
            DataDirectory.writeSecret(data.resolve(FILE), key.text() + "\n");
            keys.add(organization, "bootstrap", key);
            System.err.println("administrator key (shown once): " + key.text());
            kept = Optional.of(key.text());
        }
        if (kept.isPresent()) {
            keepForCommands(kept.get());
        }
    }

    /// What `fairlead login --key` would write; the access to another installation is left alone,
    /// and so is somebody who signed in.
    private void keepForCommands(String key) throws IOException {
        if (accessFile.isEmpty()) {
            return;
        }
        Path file = accessFile.get();
        String there = Files.exists(file) ? Files.readString(file) : "url=" + url + "\n";
        boolean ours = there.contains("url=" + url + "\n") && !there.contains("\nrefresh=");
        if (ours) {
            DataDirectory.writeSecret(file, "url=" + url + "\ntoken=" + key + "\n");
        }
    }
}

package dev.fairlead.model.sources;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells files that look like secrets by their names and, where small, by what is in them. One rule
/// for the command line and the server; better one file too many, since its author can insist.
public final class SecretFiles {
    /// Larger files are judged by their names alone.
    public static final int LARGEST_READ = 64 << 10;

    private static final Set<String> NAMES =
            Set.of(
                    ".netrc",
                    ".pgpass",
                    ".git-credentials",
                    ".htpasswd",
                    "id_rsa",
                    "id_dsa",
                    "id_ecdsa",
                    "id_ed25519",
                    "credentials.json",
                    "service-account.json",
                    "kubeconfig");
    private static final Set<String> ENDINGS =
            Set.of(".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk");
    private static final Set<String> HARMLESS = Set.of("example", "sample", "template", "dist");
    private static final Pattern CONTENT =
            Pattern.compile(
                    "-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"
                            + "|\\bAKIA[0-9A-Z]{16}\\b"
                            + "|\\bgh[pousr]_[A-Za-z0-9]{36}\\b"
                            + "|\\bxox[abprs]-[A-Za-z0-9-]{20,}"
                            + "|\\bsk_live_[A-Za-z0-9]{20,}"
                            + "|//[^\\s/]+/:_authToken=[^$\\s]{8,}");

    private SecretFiles() {}

    /// Why the file at `path`, whose parts are separated by `/`, looks like a secret; empty where
    /// it does not. `content` is the whole of it, or nothing where it is larger than
    /// `LARGEST_READ`.
    public static Optional<String> suspicion(String path, byte[] content) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (byName(name) || path.toLowerCase(Locale.ROOT).endsWith(".aws/credentials")) {
            return Optional.of("is called like a file of secrets");
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return CONTENT.matcher(text).find()
                ? Optional.of("has a private key or an access token in it")
                : Optional.empty();
    }

    private static boolean byName(String name) {
        if (name.equals(".env") || name.startsWith(".env.")) {
            return !HARMLESS.contains(name.substring(name.lastIndexOf('.') + 1));
        }
        return NAMES.contains(name) || ENDINGS.stream().anyMatch(name::endsWith);
    }
}

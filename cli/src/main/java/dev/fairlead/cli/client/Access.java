package dev.fairlead.cli.client;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;

/// Where the installation is and the key that opens it. From `FAIRLEAD_URL` and `FAIRLEAD_TOKEN`,
/// else from what `fairlead login` or `fairlead up` kept, in a file of mode 0600.
public record Access(URI url, String token) {
    private static final String DEFAULT_URL = "http://localhost:8080";

    @Override
    public String toString() {
        return "Access[" + url + "]";
    }

    /// Throws with the way out when there is no key.
    public static Access find(Map<String, String> environment) {
        Properties kept = read(file(environment));
        String url = environment.getOrDefault("FAIRLEAD_URL", kept.getProperty("url", DEFAULT_URL));
        String token = environment.getOrDefault("FAIRLEAD_TOKEN", kept.getProperty("token", ""));
        if (token.isBlank()) {
            throw new CommandFailed(
                    ExitCode.UNAUTHENTICATED,
                    "no key: run `fairlead login`, or set FAIRLEAD_TOKEN");
        }
        return new Access(parse(url), token.strip());
    }

    public static URI parse(String url) {
        try {
            URI parsed = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (parsed.getHost() != null) {
                return parsed;
            }
        } catch (IllegalArgumentException e) {
            // refused below, like a URL without a host
        }
        throw new CommandFailed(ExitCode.USAGE, "not a URL: " + url + "; use http://host:port");
    }

    /// `$XDG_CONFIG_HOME/fairlead/access` or `~/.config/fairlead/access`.
    public static Path file(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path root =
                config.isBlank()
                        ? Path.of(environment.getOrDefault("HOME", "."), ".config")
                        : Path.of(config);
        return root.resolve("fairlead").resolve("access");
    }

    private static Properties read(Path file) {
        var kept = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                kept.load(in);
            } catch (IOException e) {
                throw new CommandFailed(ExitCode.USAGE, "cannot read " + file + ": " + e);
            }
        }
        return kept;
    }

    /// Keeps this access for later commands.
    public Path keep(Map<String, String> environment) {
        Path file = file(environment);
        try {
            Files.createDirectories(file.getParent());
            var owner = PosixFilePermissions.fromString("rw-------");
            Path next =
                    Files.createTempFile(
                            file.getParent(),
                            "access",
                            "",
                            PosixFilePermissions.asFileAttribute(owner));
            Files.writeString(next, "url=" + url + "\ntoken=" + token + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.FAILED, "cannot write " + file + ": " + e);
        }
    }
}

package dev.fairlead.cli.client;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where the installation is, what opens it and the organization that is meant. From
/// `FAIRLEAD_URL`, `FAIRLEAD_TOKEN` and `FAIRLEAD_ORGANIZATION`, else from what `fairlead login` or
/// `fairlead up` kept. `renewable` is the file whose token is renewed when it ends.
public record Access(
        URI url, String token, Optional<String> organization, Optional<Path> renewable) {
    public static final String DEFAULT_URL = "http://localhost:8080";

    public Access(URI url, String token) {
        this(url, token, Optional.empty(), Optional.empty());
    }

    /// Of somebody who has still to show who they are.
    public static Access nobody(URI url) {
        return new Access(url, "");
    }

    @Override
    public String toString() {
        return "Access[" + url + "]";
    }

    /// Throws with the way out when nothing opens the installation.
    public static Access find(Map<String, String> environment, Optional<String> organization) {
        Path file = file(environment);
        Optional<KeptAccess> kept = KeptAccess.read(file);
        Optional<String> given = value(environment, "FAIRLEAD_TOKEN");
        String token = given.or(() -> kept.map(KeptAccess::token)).orElse("");
        if (token.isBlank()) {
            throw new CommandFailed(
                    ExitCode.UNAUTHENTICATED,
                    "not signed in: run `fairlead login`, or set FAIRLEAD_TOKEN");
        }
        String url =
                value(environment, "FAIRLEAD_URL")
                        .or(() -> kept.map(KeptAccess::url))
                        .orElse(DEFAULT_URL);
        boolean renewed = given.isEmpty() && kept.flatMap(KeptAccess::renewal).isPresent();
        return new Access(
                parse(url),
                token,
                organization
                        .or(() -> value(environment, "FAIRLEAD_ORGANIZATION"))
                        .or(() ->
                                given.isPresent()
                                        ? Optional.empty()
                                        : kept.flatMap(KeptAccess::organization)),
                renewed ? Optional.of(file) : Optional.empty());
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
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
}

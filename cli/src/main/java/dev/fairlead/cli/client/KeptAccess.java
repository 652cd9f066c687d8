package dev.fairlead.cli.client;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.model.wire.TokensResponse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/// What the access file holds: a key, or a token with what renews it. The file has mode 0600 and is
/// replaced whole.
public record KeptAccess(
        String url, String token, Optional<Renewal> renewal, Optional<String> organization) {
    /// What gets the next token, and when this one ends.
    public record Renewal(String refreshToken, Instant ends) {
        @Override
        public String toString() {
            return "Renewal[" + ends + "]";
        }
    }

    public static KeptAccess key(String url, String key) {
        return new KeptAccess(url, key, Optional.empty(), Optional.empty());
    }

    public static KeptAccess signedIn(
            String url, TokensResponse tokens, Optional<String> organization) {
        return new KeptAccess(
                url,
                tokens.accessToken(),
                Optional.of(new Renewal(tokens.refreshToken(), tokens.expiresAt())),
                organization);
    }

    public KeptAccess in(Optional<String> other) {
        return new KeptAccess(url, token, renewal, other);
    }

    @Override
    public String toString() {
        return "KeptAccess[" + url + "]";
    }

    /// Empty where nobody logged in.
    public static Optional<KeptAccess> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var kept = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            kept.load(in);
            Optional<Renewal> renewal =
                    text(kept, "refresh")
                            .map(refresh ->
                                    new Renewal(
                                            refresh,
                                            Instant.parse(kept.getProperty("expires", ""))));
            return Optional.of(
                    new KeptAccess(
                            kept.getProperty("url", Access.DEFAULT_URL),
                            kept.getProperty("token", ""),
                            renewal,
                            text(kept, "organization")));
        } catch (IOException | DateTimeException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read " + file + ": " + e);
        }
    }

    private static Optional<String> text(Properties kept, String name) {
        return Optional.ofNullable(kept.getProperty(name)).filter(text -> !text.isBlank());
    }

    public Path write(Path file) {
        var text = new StringBuilder("url=" + url + "\ntoken=" + token + "\n");
        renewal.ifPresent(one ->
                text.append("refresh=" + one.refreshToken() + "\nexpires=" + one.ends() + "\n"));
        organization.ifPresent(name -> text.append("organization=" + name + "\n"));
        try {
            Files.createDirectories(file.getParent());
            var owner = PosixFilePermissions.fromString("rw-------");
            Path next =
                    Files.createTempFile(
                            file.getParent(),
                            "access",
                            "",
                            PosixFilePermissions.asFileAttribute(owner));
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.FAILED, "cannot write " + file + ": " + e);
        }
    }
}

package dev.fairlead.identity.mail;

import dev.fairlead.model.people.EmailAddress;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A mail server, the login there and the address that mail comes from.
public record SmtpSettings(
        String host,
        int port,
        Security security,
        Optional<String> user,
        Optional<String> password,
        EmailAddress from) {
    private static final String USE =
            "use smtp://user:password@host:587 (STARTTLS), smtps://user:password@host:465 (TLS), or"
                    + " smtp+plain://host:25 for a server on this machine";

    /// What keeps others from reading along.
    public enum Security {
        NONE,
        STARTTLS,
        TLS
    }

    /// Reads a URL; throws `IllegalArgumentException` with what to write instead.
    public static SmtpSettings parse(String url, EmailAddress from) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            // Its message would show the password.
            throw new IllegalArgumentException(USE);
        }
        String scheme = String.valueOf(uri.getScheme());
        Security security =
                switch (scheme) {
                    case "smtp" -> Security.STARTTLS;
                    case "smtps" -> Security.TLS;
                    case "smtp+plain" -> Security.NONE;
                    default -> throw new IllegalArgumentException(USE);
                };
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(USE);
        }
        int standard =
                switch (security) {
                    case NONE -> 25;
                    case STARTTLS -> 587;
                    case TLS -> 465;
                };
        String[] login = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
        return new SmtpSettings(
                uri.getHost(),
                uri.getPort() < 0 ? standard : uri.getPort(),
                security,
                decode(login[0]),
                login.length < 2 ? Optional.empty() : decode(login[1]),
                from);
    }

    private static Optional<String> decode(String text) {
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    /// Without the password.
    @Override
    public String toString() {
        return "SmtpSettings[" + host + ":" + port + " from " + from + "]";
    }
}

package dev.fairlead.server.identity;

import dev.fairlead.identity.mail.SmtpSettings;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.people.EmailAddress;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/// Where people reach the installation, and the server that mail goes out by.
public record IdentitySettings(Optional<String> publicUrl, Optional<SmtpSettings> smtp) {
    public static final IdentitySettings NONE =
            new IdentitySettings(Optional.empty(), Optional.empty());

    /// Throws `IllegalArgumentException` with what to write instead.
    public static IdentitySettings parse(Map<String, String> environment) {
        return new IdentitySettings(
                value(environment, "FAIRLEAD_PUBLIC_URL").map(IdentitySettings::url),
                value(environment, "FAIRLEAD_SMTP_URL")
                        .map(url -> SmtpSettings.parse(url, from(environment))));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(t -> !t.isEmpty());
    }

    private static String url(String text) {
        try {
            var uri = new URI(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null) {
                return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
            }
        } catch (URISyntaxException e) {
            // refused below, like a URL of another kind
        }
        throw new IllegalArgumentException(
                "FAIRLEAD_PUBLIC_URL must be like https://fairlead.example.org, not " + text);
    }

    private static EmailAddress from(Map<String, String> environment) {
        String text =
                value(environment, "FAIRLEAD_MAIL_FROM")
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "FAIRLEAD_SMTP_URL needs FAIRLEAD_MAIL_FROM, the address"
                                                + " that mail comes from"));
        try {
            return new EmailAddress(text);
        } catch (InvalidValue e) {
            throw new IllegalArgumentException(
                    "FAIRLEAD_MAIL_FROM: " + e.what() + ": " + e.rule(), e);
        }
    }
}

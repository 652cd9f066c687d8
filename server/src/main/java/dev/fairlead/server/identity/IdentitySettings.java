package dev.fairlead.server.identity;

import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.identity.mail.SmtpSettings;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.people.EmailAddress;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where people reach the installation, the server that mail goes out by, and where on the
/// operator's own network providers may be.
public record IdentitySettings(
        Optional<String> publicUrl, Optional<SmtpSettings> smtp, List<IpRange> providerAddresses) {
    private static final int MOST_RANGES = 256;
    public static final IdentitySettings NONE =
            new IdentitySettings(Optional.empty(), Optional.empty(), List.of());

    public IdentitySettings {
        providerAddresses = List.copyOf(providerAddresses);
    }

    /// Throws `IllegalArgumentException` with what to write instead.
    public static IdentitySettings parse(Map<String, String> environment) {
        return new IdentitySettings(
                value(environment, "FAIRLEAD_PUBLIC_URL").map(IdentitySettings::url),
                value(environment, "FAIRLEAD_SMTP_URL")
                        .map(url -> SmtpSettings.parse(url, from(environment))),
                ranges(value(environment, "FAIRLEAD_PROVIDER_ADDRESSES").orElse("")));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(t -> !t.isEmpty());
    }

    private static List<IpRange> ranges(String text) {
        List<String> parts =
                Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
        try {
            if (parts.size() <= MOST_RANGES) {
                return parts.stream().map(IpRange::parse).toList();
            }
        } catch (IllegalArgumentException | InvalidValue e) {
            throw refused(text, e);
        }
        throw refused(text, new IllegalArgumentException("more than " + MOST_RANGES));
    }

    private static IllegalArgumentException refused(String text, RuntimeException e) {
        return new IllegalArgumentException(
                "FAIRLEAD_PROVIDER_ADDRESSES must be addresses and networks, such as"
                        + " 10.0.0.0/8,fd00::/8, not "
                        + text,
                e);
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

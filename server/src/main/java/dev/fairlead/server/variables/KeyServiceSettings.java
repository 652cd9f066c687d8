package dev.fairlead.server.variables;

import dev.fairlead.certificates.pem.PemFiles;
import dev.fairlead.certificates.pem.TrustedCertificates;
import dev.fairlead.controlplane.control.keyservice.KeyService;
import dev.fairlead.controlplane.control.keyservice.KeyServiceFailed.Why;
import dev.fairlead.controlplane.control.keyservice.TransitKeyService;
import dev.fairlead.controlplane.control.keyservice.TransitKeyService.Patience;
import dev.fairlead.controlplane.control.keyservice.TransitKeyService.Place;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.outbound.OutboundRules;
import dev.fairlead.model.errors.InvalidValue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.net.ssl.SSLSocketFactory;

/// The key management service that wraps master keys, what it is asked with, and by which
/// certificates it is known besides the JDK's.
public record KeyServiceSettings(Place place, String token, List<X509Certificate> trusted) {
    private static final String URL = "FAIRLEAD_KMS_URL";

    private static final String KEY = "FAIRLEAD_KMS_KEY";
    private static final String MOUNT = "FAIRLEAD_KMS_MOUNT";
    private static final String NAMESPACE = "FAIRLEAD_KMS_NAMESPACE";
    private static final String TOKEN = "FAIRLEAD_KMS_TOKEN";
    private static final String TOKEN_FILE = "FAIRLEAD_KMS_TOKEN_FILE";
    private static final String CA_FILE = "FAIRLEAD_KMS_CA_FILE";
    private static final List<String> OTHERS =
            List.of(KEY, MOUNT, NAMESPACE, TOKEN, TOKEN_FILE, CA_FILE);

    /// The operator named it: it may be on a private network, on this machine without TLS, too.
    private static final OutboundRules RULES = new OutboundRules(true, true);

    private static final Outbound.Bounds BOUNDS =
            new Outbound.Bounds(Duration.ofSeconds(10), 64 << 10);
    private static final String STANDARD_MOUNT = "transit";
    private static final Pattern NAME = Pattern.compile("\\w(?:[\\w.-]{0,126}\\w)?");
    private static final Pattern NAMES =
            Pattern.compile("\\w(?:[\\w.-]{0,126}\\w)?(?:/\\w(?:[\\w.-]{0,126}\\w)?){0,7}/?");
    private static final Pattern SECRET = Pattern.compile("[!-~]{1,8192}");

    public KeyServiceSettings {
        trusted = List.copyOf(trusted);
    }

    /// Empty where no address is set. Throws `IllegalArgumentException` with what to write instead,
    /// and without the token.
    public static Optional<KeyServiceSettings> parse(Map<String, String> environment) {
        var read = new Reader(environment);
        if (read.text(URL).isEmpty()) {
            OTHERS.stream()
                    .filter(name -> !read.text(name).isEmpty())
                    .findFirst()
                    .ifPresent(name -> {
                        throw new IllegalArgumentException(name + " needs " + URL);
                    });
            return Optional.empty();
        }
        var place =
                new Place(
                        read.address(),
                        read.named(MOUNT, STANDARD_MOUNT, NAMES).replaceFirst("/$", ""),
                        read.named(KEY, "", NAME),
                        read.text(NAMESPACE).isEmpty()
                                ? Optional.empty()
                                : Optional.of(read.named(NAMESPACE, "", NAMES)));
        return Optional.of(new KeyServiceSettings(place, read.token(), read.trusted()));
    }

    public KeyService open() {
        SSLSocketFactory tls =
                trusted.isEmpty()
                        ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                        : TrustedCertificates.only(trusted).getSocketFactory();
        return new TransitKeyService(
                new Outbound(RULES, tls, BOUNDS), place, token, Patience.STANDARD);
    }

    /// What an operator can do about a failure.
    public static String advice(Why why) {
        return switch (why) {
            case UNREACHABLE ->
                    "see whether it runs at "
                            + URL
                            + ", and whether "
                            + CA_FILE
                            + " has who vouches for its certificate";
            case BUSY -> "see what its own log says, then start again";
            case SEALED -> "unseal it, then start again";
            case FORBIDDEN ->
                    "give "
                            + TOKEN
                            + " or "
                            + TOKEN_FILE
                            + " a token that has not expired and may update that path, and see "
                            + NAMESPACE;
            case NO_ENGINE ->
                    "see "
                            + MOUNT
                            + " and "
                            + NAMESPACE
                            + ", and enable the engine there (vault secrets enable transit)";
            case NO_KEY ->
                    "see "
                            + KEY
                            + ", and make it if it never was (vault write -f transit/keys/NAME)";
            case UNFIT_KEY ->
                    "name one in " + KEY + " that is of type aes256-gcm96 and not derived";
            case ANOTHER_KEY ->
                    "name the key in "
                            + KEY
                            + " that wrapped it, or put the one back that you kept";
            case TOO_OLD ->
                    "lower min_decryption_version of the key, start again, and raise it when every"
                            + " server was started";
            case NOT_UNDERSTOOD -> "see " + URL + " and " + MOUNT + ", and the service's own log";
            case NOT_A_KEY ->
                    "put the one back that you kept, or a key that the service made with bits=256";
        };
    }

    /// A token is nobody's who reads a log.
    @Override
    public String toString() {
        return "KeyServiceSettings[" + place + "]";
    }

    private record Reader(Map<String, String> environment) {
        String text(String name) {
            return environment.getOrDefault(name, "").strip();
        }

        URI address() {
            try {
                URI address = URI.create(text(URL));
                if (RULES.allowsForm(address) && address.getRawQuery() == null) {
                    return address;
                }
            } catch (IllegalArgumentException e) {
                // refused below, like one of another form
            }
            throw new IllegalArgumentException(
                    URL
                            + " must be like https://vault.example.org:8200; http is for this"
                            + " machine alone");
        }

        String named(String name, String standard, Pattern shape) {
            String text = text(name).isEmpty() ? standard : text(name);
            if (!shape.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        text.isEmpty()
                                ? name + " is needed with " + URL
                                : name + " has letters, digits, '_', '-' and '.', not " + text);
            }
            return text;
        }

        String token() {
            String said = text(TOKEN);
            String file = text(TOKEN_FILE);
            if (said.isEmpty() == file.isEmpty()) {
                throw new IllegalArgumentException(
                        "set either " + TOKEN + " or " + TOKEN_FILE + " with " + URL);
            }
            String token = file.isEmpty() ? said : content(file);
            if (!SECRET.matcher(token).matches()) {
                throw new IllegalArgumentException(
                        (file.isEmpty() ? TOKEN : TOKEN_FILE + " " + file)
                                + " has no token: one line without spaces");
            }
            return token;
        }

        private static String content(String file) {
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw new IllegalArgumentException(TOKEN_FILE + ": cannot read " + file, e);
            }
        }

        List<X509Certificate> trusted() {
            String file = text(CA_FILE);
            if (file.isEmpty()) {
                return List.of();
            }
            try {
                return PemFiles.certificates(Files.readString(Path.of(file)));
            } catch (IOException | InvalidValue e) {
                throw new IllegalArgumentException(
                        CA_FILE + ": cannot read certificates from " + file, e);
            }
        }
    }
}

package dev.fairlead.server.domains;

import dev.fairlead.certificates.acme.AcmeAuthority.Binding;
import dev.fairlead.certificates.acme.AcmeAuthority.Terms;
import dev.fairlead.certificates.pem.PemFiles;
import dev.fairlead.dataplane.addresses.HostSettings;
import dev.fairlead.dataplane.addresses.HostSettings.Engine;
import dev.fairlead.dataplane.clients.IpAddress;
import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.domains.ProofMethod;
import dev.fairlead.model.errors.InvalidValue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// How domains are proven and served, and who gives certificates for them: nobody, unless the
/// operator agreed to an authority's terms.
public record DomainSettings(
        OptionalInt httpsPort,
        int publicHttpPort,
        int publicHttpsPort,
        Engine engine,
        Set<String> own,
        List<InetSocketAddress> nameServers,
        Optional<String> target,
        Set<ProofMethod> methods,
        List<IpRange> networks,
        Duration grace,
        Optional<Terms> authority) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int DNS = 53;
    private static final int MOST_PORT = 65_535;
    private static final int GRACE_DAYS = 7;
    private static final int MOST_DAYS = 365;
    private static final String LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";

    public DomainSettings {
        own = Set.copyOf(own);
        nameServers = List.copyOf(nameServers);
        methods = Set.copyOf(methods);
        networks = List.copyOf(networks);
    }

    /// Throws `IllegalArgumentException` with what to write instead.
    public static DomainSettings parse(Map<String, String> environment) {
        var read = new Reader(environment);
        String https = read.text("FAIRLEAD_HTTPS_PORT");
        return new DomainSettings(
                https.isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(read.number("FAIRLEAD_HTTPS_PORT", 0, 0, MOST_PORT)),
                read.number("FAIRLEAD_PUBLIC_HTTP_PORT", HTTP, 1, MOST_PORT),
                read.number("FAIRLEAD_PUBLIC_HTTPS_PORT", HTTPS, 1, MOST_PORT),
                read.engine(),
                read.own(),
                read.nameServers(),
                read.target(),
                read.methods(),
                read.networks(),
                Duration.ofDays(
                        read.number("FAIRLEAD_DOMAIN_GRACE_DAYS", GRACE_DAYS, 0, MOST_DAYS)),
                read.authority());
    }

    public HostSettings hosting() {
        return new HostSettings(httpsPort, publicHttpsPort, engine, own);
    }

    private record Reader(Map<String, String> environment) {
        String text(String name) {
            return environment.getOrDefault(name, "").strip();
        }

        List<String> list(String name) {
            return Arrays.stream(text(name).split(",", -1))
                    .map(String::strip)
                    .filter(one -> !one.isEmpty())
                    .toList();
        }

        int number(String name, int standard, int least, int most) {
            String text = text(name);
            if (text.isEmpty()) {
                return standard;
            }
            try {
                int value = Integer.parseInt(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // refused below, like a number out of range
            }
            throw new IllegalArgumentException(
                    name
                            + " must be a whole number from "
                            + least
                            + " to "
                            + most
                            + ", not "
                            + text);
        }

        Engine engine() {
            return switch (text("FAIRLEAD_TLS").toLowerCase(Locale.ROOT)) {
                case "", "auto" -> Engine.AUTO;
                case "jdk" -> Engine.JDK;
                case "openssl" -> Engine.OPENSSL;
                default ->
                        throw new IllegalArgumentException(
                                "FAIRLEAD_TLS must be auto, openssl or jdk");
            };
        }

        /// The host of the address that people know.
        Set<String> own() {
            String url = text("FAIRLEAD_PUBLIC_URL");
            try {
                String host = url.isEmpty() ? null : URI.create(url).getHost();
                return host == null ? Set.of() : Set.of(host.toLowerCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("FAIRLEAD_PUBLIC_URL is no address", e);
            }
        }

        List<InetSocketAddress> nameServers() {
            return list("FAIRLEAD_DNS_SERVERS").stream().map(Reader::nameServer).toList();
        }

        private static InetSocketAddress nameServer(String text) {
            boolean six = text.startsWith("[");
            int colon = six ? text.indexOf("]:") + 1 : text.lastIndexOf(':');
            boolean bareSix = !six && text.indexOf(':') != colon;
            String host = colon <= 0 || bareSix ? text : text.substring(0, colon);
            String address = host.replace("[", "").replace("]", "");
            try {
                int port =
                        colon <= 0 || bareSix ? DNS : Integer.parseInt(text.substring(colon + 1));
                if (IpAddress.parse(address).isPresent() && port > 0 && port <= MOST_PORT) {
                    return new InetSocketAddress(address, port);
                }
            } catch (NumberFormatException e) {
                // refused below, like a name
            }
            throw new IllegalArgumentException(
                    "FAIRLEAD_DNS_SERVERS names addresses such as 192.0.2.53 or"
                            + " [2001:db8::53]:5353, not "
                            + text);
        }

        Optional<String> target() {
            String text = text("FAIRLEAD_DOMAIN_TARGET");
            try {
                return text.isEmpty()
                        ? Optional.empty()
                        : Optional.of(DomainName.parse(text).text());
            } catch (InvalidValue e) {
                throw new IllegalArgumentException("FAIRLEAD_DOMAIN_TARGET: " + e.rule(), e);
            }
        }

        Set<ProofMethod> methods() {
            List<String> words = list("FAIRLEAD_DOMAIN_PROOFS");
            if (words.isEmpty()) {
                return EnumSet.allOf(ProofMethod.class);
            }
            var methods = EnumSet.noneOf(ProofMethod.class);
            for (String word : words) {
                methods.add(
                        Arrays.stream(ProofMethod.values())
                                .filter(one -> one.word().equals(word))
                                .findFirst()
                                .orElseThrow(() ->
                                        new IllegalArgumentException(
                                                "FAIRLEAD_DOMAIN_PROOFS lists txt, cname and http,"
                                                        + " not "
                                                        + word)));
            }
            return methods;
        }

        List<IpRange> networks() {
            try {
                return list("FAIRLEAD_DOMAIN_NETWORKS").stream().map(IpRange::parse).toList();
            } catch (InvalidValue e) {
                throw new IllegalArgumentException("FAIRLEAD_DOMAIN_NETWORKS: " + e.rule(), e);
            }
        }

        Optional<Terms> authority() {
            String terms = text("FAIRLEAD_ACME_TERMS");
            if (terms.isEmpty()) {
                return Optional.empty();
            }
            if (!terms.equals("agreed")) {
                throw new IllegalArgumentException(
                        "FAIRLEAD_ACME_TERMS: read the authority's terms, and write agreed");
            }
            String directory = text("FAIRLEAD_ACME_DIRECTORY");
            URI address = URI.create(directory.isEmpty() ? LETS_ENCRYPT : directory);
            if (!"https".equals(address.getScheme())) {
                throw new IllegalArgumentException("FAIRLEAD_ACME_DIRECTORY begins with https://");
            }
            return Optional.of(new Terms(address, authorities(), contact(), binding()));
        }

        private List<X509Certificate> authorities() {
            String file = text("FAIRLEAD_ACME_CA_FILE");
            if (file.isEmpty()) {
                return List.of();
            }
            try {
                return PemFiles.certificates(Files.readString(Path.of(file)));
            } catch (IOException | InvalidValue e) {
                throw new IllegalArgumentException(
                        "FAIRLEAD_ACME_CA_FILE: cannot read certificates from " + file, e);
            }
        }

        private Optional<String> contact() {
            return Optional.of(text("FAIRLEAD_ACME_CONTACT")).filter(one -> !one.isEmpty());
        }

        private Optional<Binding> binding() {
            String keyId = text("FAIRLEAD_ACME_KEY_ID");
            String key = text("FAIRLEAD_ACME_KEY");
            if (keyId.isEmpty() != key.isEmpty()) {
                throw new IllegalArgumentException(
                        "FAIRLEAD_ACME_KEY_ID and FAIRLEAD_ACME_KEY go together");
            }
            return keyId.isEmpty() ? Optional.empty() : Optional.of(new Binding(keyId, key));
        }
    }
}

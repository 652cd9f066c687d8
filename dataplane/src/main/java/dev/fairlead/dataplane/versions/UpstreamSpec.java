package dev.fairlead.dataplane.versions;

import dev.fairlead.model.errors.InvalidValue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Something that already runs at one address or several, and answers HTTP there. `retries` is how
/// many other targets are tried at most; sockets and streams of a version that nothing leads to any
/// more live on for `drain`.
public record UpstreamSpec(
        List<Target> targets,
        HostHeader host,
        Tls tls,
        Timeouts timeouts,
        int retries,
        Health health,
        Balance balance,
        Duration drain)
        implements VersionSpec {
    /// As long as a slow download takes, and as load balancers usually wait.
    public static final Duration USUAL_DRAIN = Duration.ofMinutes(5);

    private static final int MOST_TARGETS = 256;
    private static final int MOST_RETRIES = 5;

    public UpstreamSpec {
        targets = List.copyOf(targets);
        check(targets.size() <= MOST_TARGETS, "targets", "name at most " + MOST_TARGETS);
        check(new HashSet<>(targets).size() == targets.size(), "targets", "name each once");
        check(retries >= 0 && retries <= MOST_RETRIES, "retries", "use 0 to " + MOST_RETRIES);
        within("drain", drain, Duration.ZERO, Duration.ofDays(1));
    }

    /// Several targets, and all else as usual.
    public static UpstreamSpec of(List<Target> targets) {
        return new UpstreamSpec(
                targets,
                HostHeader.KEEP,
                Tls.VERIFIED,
                Timeouts.USUAL,
                1,
                Health.USUAL,
                Balance.LEAST_REQUESTS,
                USUAL_DRAIN);
    }

    /// The same with another drain time.
    public UpstreamSpec draining(Duration time) {
        return new UpstreamSpec(targets, host, tls, timeouts, retries, health, balance, time);
    }

    /// The same with other timeouts.
    public UpstreamSpec within(Timeouts times) {
        return new UpstreamSpec(targets, host, tls, times, retries, health, balance, drain);
    }

    /// How a target is spoken to: HTTP/1.1; HTTP/1.1 or HTTP/2 by TLS, whichever it prefers; HTTP/2
    /// without TLS.
    public enum Scheme {
        HTTP,
        HTTPS,
        H2C
    }

    /// Where a target listens.
    public sealed interface Place {
        /// A host name or an address, and a port.
        record Inet(String host, int port) implements Place {
            public Inet {
                check(HostShape.name(host) || HostShape.address(host), "host", "is no host name");
                check(port > 0 && port < 1 << 16, "port", "use 1 to 65535");
            }
        }

        /// A socket in the file system.
        record Unix(String path) implements Place {
            public Unix {
                // 108 bytes with the NUL at the end are all that Linux has room for.
                check(
                        path.startsWith("/") && path.length() < 108 && path.indexOf('\0') < 0,
                        "path",
                        "use an absolute path of less than 108 characters");
            }
        }
    }

    /// One of the processes that answer.
    public record Target(Scheme scheme, Place place) {
        public static Target http(String host, int port) {
            return new Target(Scheme.HTTP, new Place.Inet(host, port));
        }

        /// As a `Host` header names it; a socket in the file system is `localhost`.
        public String authority() {
            return switch (place) {
                case Place.Inet(String host, int port) -> {
                    boolean usual = port == (scheme == Scheme.HTTPS ? 443 : 80);
                    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
                    yield usual ? shown : shown + ":" + port;
                }
                case Place.Unix _ -> "localhost";
            };
        }
    }

    /// Which `Host` a target is told: the client's, or its own name.
    public enum HostHeader {
        KEEP,
        TARGET
    }

    /// How a target proves by TLS who it is. Without `authority`, a certificate in PEM, those of
    /// the JDK count; `serverName` stands for the target's host.
    public record Tls(boolean verify, Optional<String> authority, Optional<String> serverName) {
        public static final Tls VERIFIED = new Tls(true, Optional.empty(), Optional.empty());

        public Tls {
            check(
                    authority.isEmpty() || authority.get().contains("-----BEGIN CERTIFICATE-----"),
                    "authority",
                    "is no certificate in PEM");
            check(
                    serverName.isEmpty() || HostShape.name(serverName.get()),
                    "serverName",
                    "is no host name");
        }
    }

    /// How long a connection may take, how long the first byte of an answer may after the request
    /// was sent, and how long nothing may move in either direction.
    public record Timeouts(Duration connect, Duration firstByte, Duration idle) {
        public static final Timeouts USUAL =
                new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(5));

        public Timeouts {
            Duration least = Duration.ofMillis(10);
            within("connect timeout", connect, least, Duration.ofMinutes(2));
            within("first byte timeout", firstByte, least, Duration.ofHours(1));
            within("idle timeout", idle, least, Duration.ofDays(1));
        }
    }

    /// When a target is left out. After `failures` in a row nobody is sent to it for `ejection`;
    /// answers of 500 and above are failures where `serverErrors` says so. `check` asks it besides.
    public record Health(
            int failures, boolean serverErrors, Duration ejection, Optional<Check> check) {
        public static final Health USUAL =
                new Health(3, false, Duration.ofSeconds(10), Optional.empty());

        public Health {
            UpstreamSpec.check(failures >= 1 && failures <= 1000, "failures", "use 1 to 1000");
            within("ejection", ejection, Duration.ofMillis(10), Duration.ofHours(1));
        }
    }

    /// `GET path` each `interval`: anything from 200 to 399 in time is good. So many good ones in a
    /// row bring a target back, so many bad ones put it out.
    public record Check(
            String path, Duration interval, Duration timeout, int goodAfter, int badAfter) {
        public Check {
            UpstreamSpec.check(
                    path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 127),
                    "path",
                    "use an encoded path that begins with '/'");
            within("interval", interval, Duration.ofMillis(50), Duration.ofHours(1));
            within("timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(1));
            UpstreamSpec.check(goodAfter >= 1 && goodAfter <= 100, "goodAfter", "use 1 to 100");
            UpstreamSpec.check(badAfter >= 1 && badAfter <= 100, "badAfter", "use 1 to 100");
        }
    }

    /// Who of several is next: the one with the fewest requests under way, or each in turn.
    public enum Balance {
        LEAST_REQUESTS,
        ROUND_ROBIN
    }

    private static void within(String what, Duration value, Duration least, Duration most) {
        check(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                what,
                "use a value from " + least + " to " + most);
    }

    private static void check(boolean holds, String what, String rule) {
        if (!holds) {
            throw new InvalidValue(what, rule);
        }
    }
}

package dev.fairlead.controlplane.api.deployments;

import dev.fairlead.dataplane.versions.TargetAddress;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Balance;
import dev.fairlead.dataplane.versions.UpstreamSpec.Check;
import dev.fairlead.dataplane.versions.UpstreamSpec.Health;
import dev.fairlead.dataplane.versions.UpstreamSpec.HostHeader;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;
import dev.fairlead.dataplane.versions.UpstreamSpec.Timeouts;
import dev.fairlead.dataplane.versions.UpstreamSpec.Tls;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.wire.UpstreamCheckJson;
import dev.fairlead.model.wire.UpstreamHealthJson;
import dev.fairlead.model.wire.UpstreamJson;
import dev.fairlead.model.wire.UpstreamTimeoutsJson;
import dev.fairlead.model.wire.UpstreamTlsJson;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Upstreams as they travel.
public final class UpstreamWire {
    private static final Check CHECK =
            new Check("/", Duration.ofSeconds(10), Duration.ofSeconds(2), 2, 3);

    private UpstreamWire() {}

    /// Throws `Rejected` with the field that is wrong.
    public static UpstreamSpec read(UpstreamJson json) {
        List<Target> targets = targets(json.targets());
        Tls tls = in("/tls", () -> tls(json.tls()));
        Timeouts timeouts = in("/timeouts", () -> timeouts(json.timeouts()));
        Health health = health(json.health());
        return in(
                "",
                () ->
                        new UpstreamSpec(
                                targets,
                                host(json.host()),
                                tls,
                                timeouts,
                                json.retries() == null ? 1 : json.retries(),
                                health,
                                balance(json.balance()),
                                millis(json.drainMs(), UpstreamSpec.USUAL_DRAIN)));
    }

    private static <T> T in(String pointer, Supplier<T> part) {
        try {
            return part.get();
        } catch (InvalidValue e) {
            throw Rejected.field(pointer + "/" + e.what(), e.rule());
        }
    }

    private static List<Target> targets(@Nullable List<String> texts) {
        if (texts == null) {
            throw Rejected.field("/targets", "is needed");
        }
        if (texts.isEmpty()) {
            throw Rejected.field("/targets", "name at least one");
        }
        var targets = new ArrayList<Target>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            if (text == null) {
                throw Rejected.field("/targets/" + i, "is needed");
            }
            try {
                targets.add(TargetAddress.parse(text));
            } catch (InvalidValue e) {
                throw Rejected.field("/targets/" + i, e.rule());
            }
        }
        return targets;
    }

    private static HostHeader host(@Nullable String word) {
        return switch (word == null ? "keep" : word) {
            case "keep" -> HostHeader.KEEP;
            case "target" -> HostHeader.TARGET;
            default -> throw new InvalidValue("host", "use keep or target");
        };
    }

    private static Balance balance(@Nullable String word) {
        return switch (word == null ? "least-requests" : word) {
            case "least-requests" -> Balance.LEAST_REQUESTS;
            case "round-robin" -> Balance.ROUND_ROBIN;
            default -> throw new InvalidValue("balance", "use least-requests or round-robin");
        };
    }

    private static Tls tls(@Nullable UpstreamTlsJson json) {
        return json == null
                ? Tls.VERIFIED
                : new Tls(
                        json.verify() == null || json.verify(),
                        Optional.ofNullable(json.authority()),
                        Optional.ofNullable(json.serverName()));
    }

    private static Timeouts timeouts(@Nullable UpstreamTimeoutsJson json) {
        Timeouts usual = Timeouts.USUAL;
        return json == null
                ? usual
                : new Timeouts(
                        millis(json.connectMs(), usual.connect()),
                        millis(json.firstByteMs(), usual.firstByte()),
                        millis(json.idleMs(), usual.idle()));
    }

    private static Health health(@Nullable UpstreamHealthJson json) {
        Health usual = Health.USUAL;
        if (json == null) {
            return usual;
        }
        Optional<Check> check =
                in(
                        "/health/check",
                        () -> Optional.ofNullable(json.check()).map(UpstreamWire::check));
        return in(
                "/health",
                () ->
                        new Health(
                                json.failures() == null ? usual.failures() : json.failures(),
                                json.serverErrors() != null && json.serverErrors(),
                                millis(json.ejectionMs(), usual.ejection()),
                                check));
    }

    private static Check check(UpstreamCheckJson json) {
        return new Check(
                json.path() == null ? CHECK.path() : json.path(),
                millis(json.intervalMs(), CHECK.interval()),
                millis(json.timeoutMs(), CHECK.timeout()),
                json.goodAfter() == null ? CHECK.goodAfter() : json.goodAfter(),
                json.badAfter() == null ? CHECK.badAfter() : json.badAfter());
    }

    private static Duration millis(@Nullable Long millis, Duration usual) {
        return millis == null ? usual : Duration.ofMillis(millis);
    }

    public static UpstreamJson write(UpstreamSpec spec) {
        return new UpstreamJson(
                spec.targets().stream().map(TargetAddress::text).toList(),
                spec.host() == HostHeader.KEEP ? "keep" : "target",
                spec.balance() == Balance.LEAST_REQUESTS ? "least-requests" : "round-robin",
                spec.retries(),
                spec.drain().toMillis(),
                new UpstreamTlsJson(
                        spec.tls().verify(),
                        spec.tls().authority().orElse(null),
                        spec.tls().serverName().orElse(null)),
                new UpstreamTimeoutsJson(
                        spec.timeouts().connect().toMillis(),
                        spec.timeouts().firstByte().toMillis(),
                        spec.timeouts().idle().toMillis()),
                new UpstreamHealthJson(
                        spec.health().failures(),
                        spec.health().serverErrors(),
                        spec.health().ejection().toMillis(),
                        spec.health().check().map(UpstreamWire::write).orElse(null)));
    }

    private static UpstreamCheckJson write(Check check) {
        return new UpstreamCheckJson(
                check.path(),
                check.interval().toMillis(),
                check.timeout().toMillis(),
                check.goodAfter(),
                check.badAfter());
    }
}

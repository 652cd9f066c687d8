package dev.fairlead.controlplane.api.functions;

import dev.fairlead.controlplane.api.passwords.PasswordReader;
import dev.fairlead.model.access.PasswordUsers;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.Access;
import dev.fairlead.model.functions.CacheSettings;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.functions.RateLimit;
import dev.fairlead.model.functions.RateLimit.Per;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.wire.CacheJson;
import dev.fairlead.model.wire.LimitsJson;
import dev.fairlead.model.wire.PasswordUserJson;
import dev.fairlead.model.wire.RateLimitJson;
import dev.fairlead.model.wire.ScaleJson;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A function's settings as they travel.
public final class SettingsJson {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private SettingsJson() {}

    /// What a caller wants changed; null stays as it is.
    record Asked(
            @Nullable LimitsJson limits,
            @Nullable Boolean samples,
            @Nullable String access,
            @Nullable RateLimitJson rateLimit,
            @Nullable List<String> signedHeaders,
            @Nullable CacheJson cache,
            @Nullable List<PasswordUserJson> users,
            @Nullable ScaleJson scale) {}

    /// `base` with what is asked; refuses what is out of range, naming the field.
    static ServiceSettings read(Asked asked, ServiceSettings base, PasswordReader passwords) {
        try {
            return settings(asked, base, passwords);
        } catch (InvalidValue e) {
            throw Rejected.field("/" + e.what(), e.rule());
        }
    }

    private static ServiceSettings settings(
            Asked asked, ServiceSettings base, PasswordReader passwords) {
        Access access = asked.access() == null ? base.access() : access(asked.access());
        PasswordUsers users =
                asked.users() == null
                        ? base.users()
                        : passwords.read("/users", asked.users(), base.users());
        if (access == Access.PASSWORD && users.isEmpty()) {
            throw nobody(base);
        }
        return new ServiceSettings(
                limits(asked.limits(), base.limits()),
                asked.samples() == null ? base.samples() : asked.samples(),
                access,
                asked.rateLimit() == null
                        ? base.rateLimit()
                        : rate(asked.rateLimit(), base.rateLimit()),
                asked.signedHeaders() == null ? base.signedHeaders() : asked.signedHeaders(),
                asked.cache() == null ? base.cache() : cache(asked.cache(), base.cache()),
                users,
                asked.scale() == null ? base.scale() : scale(asked.scale(), base.scale()));
    }

    private static Rejected nobody(ServiceSettings base) {
        return base.access() == Access.PASSWORD
                ? Rejected.field(
                        "/users",
                        "the last one stays while the access is password: name somebody else"
                                + " first, or change the access, such as to private")
                : Rejected.field(
                        "/access",
                        "nobody has a password yet: name somebody in users, such as by `fairlead"
                                + " update SERVICE --access password --user NAME`");
    }

    private static CacheSettings cache(CacheJson json, CacheSettings base) {
        try {
            return new CacheSettings(
                    json.enabled() == null ? base.enabled() : json.enabled(),
                    json.defaultSeconds() == null ? base.unsaid() : period(json.defaultSeconds()),
                    json.ignoredParameters() == null
                            ? base.ignoredParameters()
                            : json.ignoredParameters());
        } catch (InvalidValue e) {
            throw Rejected.field("/cache/" + e.what(), e.rule());
        }
    }

    public static CacheJson cache(CacheSettings cache) {
        return new CacheJson(
                cache.enabled(), cache.unsaid().toSeconds(), cache.ignoredParameters());
    }

    private static Scale scale(ScaleJson json, Scale base) {
        try {
            return new Scale(
                    json.min() == null ? base.min() : json.min(),
                    json.max() == null ? base.max() : json.max(),
                    json.targetPercent() == null ? base.targetPercent() : json.targetPercent(),
                    or(json.idleMs(), base.idle()),
                    or(json.scaleDownDelayMs(), base.scaleDownDelay()));
        } catch (InvalidValue e) {
            throw Rejected.field("/scale/" + e.what(), e.rule());
        }
    }

    static ScaleJson scale(Scale scale) {
        return new ScaleJson(
                scale.min(),
                scale.max(),
                scale.targetPercent(),
                scale.idle().toMillis(),
                scale.scaleDownDelay().toMillis());
    }

    private static Access access(String word) {
        return Access.parse(word)
                .orElseThrow(() -> Rejected.field("/access", "use one of " + Access.words()));
    }

    public static LimitsJson limits(Limits limits) {
        return new LimitsJson(
                limits.timeout().toMillis(),
                limits.memoryBytes(),
                limits.concurrency(),
                limits.queueLength(),
                limits.queueTimeout().toMillis(),
                limits.maxRequestBytes(),
                limits.maxResponseBytes());
    }

    private static Limits limits(@Nullable LimitsJson json, Limits base) {
        if (json == null) {
            return base;
        }
        try {
            return new Limits(
                    or(json.timeoutMs(), base.timeout()),
                    json.memoryBytes() == null ? base.memoryBytes() : json.memoryBytes(),
                    json.concurrency() == null ? base.concurrency() : json.concurrency(),
                    json.queueLength() == null ? base.queueLength() : json.queueLength(),
                    or(json.queueTimeoutMs(), base.queueTimeout()),
                    json.maxRequestBytes() == null
                            ? base.maxRequestBytes()
                            : json.maxRequestBytes(),
                    json.maxResponseBytes() == null
                            ? base.maxResponseBytes()
                            : json.maxResponseBytes());
        } catch (InvalidValue e) {
            throw Rejected.field("/limits/" + e.what(), e.rule());
        }
    }

    private static Duration or(@Nullable Long millis, Duration base) {
        return millis == null ? base : Duration.ofMillis(millis);
    }

    static RateLimitJson rate(RateLimit rate) {
        return new RateLimitJson(
                rate.requests(), rate.period().toSeconds(), rate.burst(), rate.per().word());
    }

    /// A new limit is per minute and address, and its burst all of it, where nothing else is said.
    private static Optional<RateLimit> rate(RateLimitJson json, Optional<RateLimit> base) {
        Long requests = json.requests();
        if (requests != null && requests == 0) {
            return Optional.empty();
        }
        if (requests == null && base.isEmpty()) {
            throw Rejected.field("/rateLimit/requests", "is needed");
        }
        long many = requests == null ? base.orElseThrow().requests() : requests;
        try {
            return Optional.of(
                    new RateLimit(
                            many,
                            json.periodSeconds() == null
                                    ? base.map(RateLimit::period).orElse(PERIOD)
                                    : period(json.periodSeconds()),
                            json.burst() == null ? many : json.burst(),
                            json.per() == null
                                    ? base.map(RateLimit::per).orElse(Per.ADDRESS)
                                    : per(json.per())));
        } catch (InvalidValue e) {
            throw Rejected.field("/rateLimit/" + e.what(), e.rule());
        }
    }

    /// Out of any range rather than an overflow.
    private static Duration period(long seconds) {
        return Duration.ofSeconds(Math.clamp(seconds, -1, Integer.MAX_VALUE));
    }

    private static Per per(String word) {
        return Per.parse(word)
                .orElseThrow(() -> new InvalidValue("per", "use one of " + Per.words()));
    }
}

package dev.fairlead.model.functions;

import dev.fairlead.model.access.PasswordUsers;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.errors.InvalidValue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What can be said of a function but its code: how much it may take, whether samples of its input
/// and output are kept, who may call it and how often, which headers a signature has to cover where
/// calls are signed, whether answers are kept, who may come where a password is asked for, and how
/// many instances an app has.
public record ServiceSettings(
        Limits limits,
        boolean samples,
        Access access,
        Optional<RateLimit> rateLimit,
        List<String> signedHeaders,
        CacheSettings cache,
        PasswordUsers users,
        Scale scale) {
    public static final ServiceSettings DEFAULT =
            new ServiceSettings(
                    Limits.DEFAULT,
                    false,
                    Access.PUBLIC,
                    Optional.empty(),
                    List.of(),
                    CacheSettings.OFF,
                    PasswordUsers.NONE,
                    Scale.USUAL);

    /// What one of this kind begins with.
    public static ServiceSettings of(ServiceKind kind) {
        return kind.inContainers() ? DEFAULT.with(Limits.OF_APPS) : DEFAULT;
    }

    private static final int MOST_HEADERS = 16;
    private static final Pattern HEADER = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]{1,64}");

    public ServiceSettings {
        signedHeaders =
                signedHeaders.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .distinct()
                        .toList();
        if (signedHeaders.size() > MOST_HEADERS
                || !signedHeaders.stream().allMatch(name -> HEADER.matcher(name).matches())) {
            throw new InvalidValue(
                    "signedHeaders", "name at most " + MOST_HEADERS + " headers, such as x-event");
        }
        if (access == Access.PASSWORD && users.isEmpty()) {
            throw new InvalidValue("users", "name somebody where the access is password");
        }
    }

    public ServiceSettings with(Limits other) {
        return new ServiceSettings(
                other, samples, access, rateLimit, signedHeaders, cache, users, scale);
    }

    public ServiceSettings with(Access other) {
        return new ServiceSettings(
                limits, samples, other, rateLimit, signedHeaders, cache, users, scale);
    }

    public ServiceSettings with(Optional<RateLimit> other) {
        return new ServiceSettings(
                limits, samples, access, other, signedHeaders, cache, users, scale);
    }

    public ServiceSettings withSamples(boolean kept) {
        return new ServiceSettings(
                limits, kept, access, rateLimit, signedHeaders, cache, users, scale);
    }

    public ServiceSettings with(CacheSettings other) {
        return new ServiceSettings(
                limits, samples, access, rateLimit, signedHeaders, other, users, scale);
    }

    public ServiceSettings with(Scale other) {
        return new ServiceSettings(
                limits, samples, access, rateLimit, signedHeaders, cache, users, other);
    }

    public ServiceSettings with(PasswordUsers others) {
        return new ServiceSettings(
                limits, samples, access, rateLimit, signedHeaders, cache, others, scale);
    }
}

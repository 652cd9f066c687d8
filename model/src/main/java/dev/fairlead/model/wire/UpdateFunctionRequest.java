package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Changes to a function. Source that is the same as what was deployed last builds nothing. `users`
/// are all who may come where a password is asked for.
public record UpdateFunctionRequest(
        @Nullable String language,
        @Nullable String source,
        @Nullable LimitsJson limits,
        @Nullable Boolean samples,
        @Nullable String access,
        @Nullable RateLimitJson rateLimit,
        @Nullable List<String> signedHeaders,
        @Nullable CacheJson cache,
        @Nullable List<PasswordUserJson> users,
        @Nullable ScaleJson scale) {}

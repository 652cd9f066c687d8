package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A new service: a function where no `kind` is said. With `source` it is deployed at once;
/// `language` is then needed.
public record CreateFunctionRequest(
        @Nullable String project,
        @Nullable String name,
        @Nullable String kind,
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

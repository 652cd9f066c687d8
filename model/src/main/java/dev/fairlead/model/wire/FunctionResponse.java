package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A service. `liveVersion` and `language` are absent until something was deployed; only functions
/// have a language.
public record FunctionResponse(
        String id,
        String project,
        String name,
        String kind,
        String url,
        @Nullable String language,
        @Nullable Integer liveVersion,
        LimitsJson limits,
        boolean samples,
        String access,
        @Nullable RateLimitJson rateLimit,
        @Nullable List<String> signedHeaders,
        CacheJson cache,
        @Nullable List<PasswordUserJson> users,
        @Nullable ScaleJson scale,
        long revision,
        Instant createdAt,
        Instant updatedAt,
        @Nullable DeploymentSummary latestDeployment) {}

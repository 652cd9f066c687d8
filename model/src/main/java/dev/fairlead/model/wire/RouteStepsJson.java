package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a route does with requests and answers. Networks are such as `10.0.0.0/8`.
public record RouteStepsJson(
        @Nullable List<String> allow,
        @Nullable List<String> deny,
        @Nullable CorsJson cors,
        @Nullable List<PasswordUserJson> users,
        @Nullable HeaderChangesJson requestHeaders,
        @Nullable HeaderChangesJson answerHeaders,
        @Nullable Boolean compress) {}

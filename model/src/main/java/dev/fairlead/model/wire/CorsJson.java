package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Which pages of other origins may read answers.
public record CorsJson(
        @Nullable List<String> origins,
        @Nullable List<String> methods,
        @Nullable List<String> headers,
        @Nullable List<String> exposed,
        @Nullable Boolean credentials,
        @Nullable Long maxAgeSeconds) {}

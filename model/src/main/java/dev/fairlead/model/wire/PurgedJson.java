package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A purge: its `scope` (everything, url, prefix, tag, release), what it names, and whether the CDN
/// in front of the project took it (pending, done, failed; absent where there is none).
public record PurgedJson(
        Instant at, String scope, String value, @Nullable String cdn, @Nullable String error) {}

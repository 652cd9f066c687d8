package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// How long the text before still opens, in seconds; an hour if left out.
public record RotateKeyRequest(@Nullable Long graceSeconds) {}

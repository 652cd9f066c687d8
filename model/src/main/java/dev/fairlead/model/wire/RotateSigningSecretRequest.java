package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// How long signatures by the secret before still hold, in seconds; a day if left out.
public record RotateSigningSecretRequest(@Nullable Long graceSeconds) {}

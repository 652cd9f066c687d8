package dev.fairlead.model.wire;

import java.time.Instant;

/// A provider that the account is connected to, and the address it last had there.
public record IdentityResponse(
        String provider, String displayName, String email, Instant since, Instant usedAt) {}

package dev.fairlead.model.wire;

import java.time.Instant;

/// A member.
public record MemberResponse(String user, String email, String name, String role, Instant since) {}

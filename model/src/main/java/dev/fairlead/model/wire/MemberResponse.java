package dev.fairlead.model.wire;

import java.time.Instant;
import java.util.List;

/// A member.
public record MemberResponse(
        String user,
        String email,
        String name,
        String role,
        List<String> mappedRoles,
        Instant since) {
    public MemberResponse {
        mappedRoles = List.copyOf(mappedRoles);
    }
}

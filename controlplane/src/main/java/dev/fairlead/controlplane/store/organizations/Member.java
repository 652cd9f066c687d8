package dev.fairlead.controlplane.store.organizations;

import dev.fairlead.model.ids.UserId;

import java.time.Instant;
import java.util.List;

/// A user in an organization, with their role in all of it and those that providers gave besides.
public record Member(
        UserId user,
        String email,
        String name,
        String role,
        List<String> mappedRoles,
        Instant since) {
    public Member {
        mappedRoles = List.copyOf(mappedRoles);
    }
}

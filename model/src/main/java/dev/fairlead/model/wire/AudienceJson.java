package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Who may reach a function: everybody whose role allows it, or (`listed`) these users and groups.
public record AudienceJson(
        boolean listed, @Nullable List<String> users, @Nullable List<String> groups) {
    public AudienceJson {
        users = users == null ? null : List.copyOf(users);
        groups = groups == null ? null : List.copyOf(groups);
    }
}

package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Who the caller is and what they may; `projects` is what they may in single projects besides.
public record WhoamiResponse(
        String id,
        String name,
        String via,
        @Nullable String organization,
        boolean administrator,
        List<String> permissions,
        List<ProjectPermissionsJson> projects) {
    public WhoamiResponse {
        permissions = List.copyOf(permissions);
        projects = List.copyOf(projects);
    }
}

package dev.fairlead.model.wire;

import java.util.List;

/// What the caller may in a project.
public record ProjectPermissionsJson(String project, List<String> permissions) {
    public ProjectPermissionsJson {
        permissions = List.copyOf(permissions);
    }
}

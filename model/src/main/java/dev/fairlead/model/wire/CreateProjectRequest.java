package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A new project.
public record CreateProjectRequest(@Nullable String name) {}

package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// By what somebody stays with their version: a `cookie` of ours, a `header` of theirs, or the
/// `user` or key they call with.
public record StickyJson(@Nullable String by, @Nullable String name, @Nullable Long keepSeconds) {}

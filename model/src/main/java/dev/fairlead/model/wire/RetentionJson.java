package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Which versions of each service an environment keeps: the newest `count`, and all that are
/// younger than `days`; all of them where neither is said.
public record RetentionJson(@Nullable Integer count, @Nullable Integer days) {}

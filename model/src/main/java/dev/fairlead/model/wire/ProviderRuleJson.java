package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Who is in `theirs`, exactly as the provider writes it, gets the role, or is put into the group.
public record ProviderRuleJson(String theirs, @Nullable String role, @Nullable String group) {}

package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a project's services expect of a variable: `string`, `number`, `integer`, `boolean`, `url`,
/// `email`, `enum` (one of `allowed`) or `json`, and what its whole value matches (RE2).
public record VariableDefinitionJson(
        @Nullable String name,
        @Nullable String type,
        @Nullable List<String> allowed,
        @Nullable String pattern,
        @Nullable Boolean required,
        @Nullable String defaultValue,
        @Nullable Boolean secret,
        @Nullable String description) {}

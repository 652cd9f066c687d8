package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Definitions to write: those of the project `from`, and then these.
public record PutDefinitionsRequest(
        @Nullable String from, @Nullable List<@Nullable VariableDefinitionJson> definitions) {}

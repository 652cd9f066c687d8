package dev.fairlead.controlplane.store.versions;

import dev.fairlead.model.names.AliasName;

import java.util.Optional;

/// A name for traffic, the version it points to and the one before.
public record Alias(AliasName name, int version, Optional<Integer> previous) {}

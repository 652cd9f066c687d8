package dev.fairlead.controlplane.store.directory;

import java.util.UUID;

/// Another resource, and what to show for it.
public record Reference(UUID id, String name) {}

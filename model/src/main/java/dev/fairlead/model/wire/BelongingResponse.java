package dev.fairlead.model.wire;

/// An organization that the user belongs to.
public record BelongingResponse(String id, String name, String role) {}

package dev.fairlead.model.wire;

/// Whether what strangers wrote can be kept apart, with what, and how limits are held. `detail`
/// says what to do where it cannot, else which limits hold less than they could.
public record SandboxStatus(boolean ready, String kind, String limits, String detail) {}

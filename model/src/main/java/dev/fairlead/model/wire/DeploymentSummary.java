package dev.fairlead.model.wire;

/// The newest deployment of a function, in short.
public record DeploymentSummary(String id, String state) {}

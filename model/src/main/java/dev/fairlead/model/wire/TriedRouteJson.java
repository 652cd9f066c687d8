package dev.fairlead.model.wire;

/// A route as it was tried: whether it decides, and why or why not.
public record TriedRouteJson(String route, String path, boolean decides, String why) {}

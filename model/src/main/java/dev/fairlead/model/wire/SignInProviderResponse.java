package dev.fairlead.model.wire;

/// A provider that people may sign in by.
public record SignInProviderResponse(String name, String displayName) {}

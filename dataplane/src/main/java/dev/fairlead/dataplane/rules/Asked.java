package dev.fairlead.dataplane.rules;

import dev.fairlead.dataplane.router.Visitor;

/// What routes are compared with: `path` in its one form.
public record Asked(String method, String path, Visitor visitor) {}

package dev.fairlead.dataplane.runtime;

/// One header line; names are in lower case.
public record Header(String name, String value) {}

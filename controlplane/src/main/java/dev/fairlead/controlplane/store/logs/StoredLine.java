package dev.fairlead.controlplane.store.logs;

import dev.fairlead.dataplane.apps.PrintedLine;

import java.util.UUID;

/// A line and its id; ids are in the order in which a server was told of lines.
public record StoredLine(UUID id, PrintedLine line) {}

package dev.fairlead.model.wire;

import java.util.List;

/// A source as the hashes of its files: what a client sends first, so that only what the server
/// lacks has to travel.
public record ManifestJson(List<ManifestFileJson> files) {}

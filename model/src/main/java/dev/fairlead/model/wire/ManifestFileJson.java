package dev.fairlead.model.wire;

/// One file of a manifest: its path with `/` between the parts, the SHA-256 of its bytes in hex,
/// how many there are.
public record ManifestFileJson(String path, String hash, long size) {}

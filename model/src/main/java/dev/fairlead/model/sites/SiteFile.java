package dev.fairlead.model.sites;

import dev.fairlead.model.functions.ContentHash;

import java.util.Map;

/// A file of a site: `path` without a slash before it, `type` as `Content-Type` says it.
public record SiteFile(String path, Content content, String type, Map<Coding, Content> encoded) {
    public SiteFile {
        encoded = Map.copyOf(encoded);
    }

    /// Bytes that are kept by their hash.
    public record Content(ContentHash hash, long size) {}
}

package dev.fairlead.model.wire;

/// The CDN in front of a project; its token is never shown.
public record CdnResponse(String kind, String place) {}

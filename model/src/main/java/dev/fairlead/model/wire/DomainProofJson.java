package dev.fairlead.model.wire;

/// One way to prove a domain: what to set, and where.
public record DomainProofJson(String method, String where, String value) {}

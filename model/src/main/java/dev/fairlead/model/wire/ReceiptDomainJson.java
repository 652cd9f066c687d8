package dev.fairlead.model.wire;

/// A domain that leads to the service, and what changed of it: `added`, `removed`, `routes`,
/// `settings` or `certificate`.
public record ReceiptDomainJson(String domain, String change) {}

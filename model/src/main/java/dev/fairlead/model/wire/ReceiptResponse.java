package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What was under way at a service on one server while it changed, and what became of it. `lost`
/// are those that had no whole answer although their clients waited; it is there, and the document
/// signed, when all is over. `tookMicros` is from the store to the first request of the new kind.
public record ReceiptResponse(
        String id,
        String service,
        String instance,
        Instant at,
        @Nullable Instant settledAt,
        long tookMicros,
        boolean settings,
        List<ReceiptChangeJson> changes,
        List<ReceiptDomainJson> domains,
        List<ReceiptVersionJson> versions,
        long inFlight,
        @Nullable Long lost,
        String document,
        @Nullable String signature,
        @Nullable String keyId) {
    public ReceiptResponse {
        changes = List.copyOf(changes);
        domains = List.copyOf(domains);
        versions = List.copyOf(versions);
    }
}

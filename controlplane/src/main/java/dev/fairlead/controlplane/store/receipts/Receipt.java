package dev.fairlead.controlplane.store.receipts;

import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ReceiptId;
import dev.fairlead.model.ids.ServiceId;

import java.time.Instant;
import java.util.Optional;

/// What was under way at a service on one server while it changed. `document` is the JSON that is
/// signed once all is `settled`; `lost` how many of `inFlight` had no whole answer although their
/// clients waited.
public record Receipt(
        ReceiptId id,
        OrganizationId organization,
        ServiceId service,
        String instance,
        Instant at,
        long inFlight,
        String document,
        Optional<Settled> settled) {
    /// How it ended: when, and signed (base64) by which key.
    public record Settled(Instant at, long lost, String signature, String keyId) {}
}

package dev.fairlead.controlplane.store.audit;

import dev.fairlead.model.ids.AuditStreamId;
import dev.fairlead.model.ids.OrganizationId;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where events of an organization, or of the installation, are sent, and how that goes. `cursor`
/// is the last event that arrived, `head` the last that there is; `sealed` is its secret, sealed,
/// in base64.
public record AuditStream(
        AuditStreamId id,
        Optional<OrganizationId> organization,
        String name,
        Kind kind,
        String address,
        Optional<String> sealed,
        Instant createdAt,
        long cursor,
        long head,
        int failures,
        Instant nextAt,
        Optional<Instant> pausedAt,
        Optional<Instant> deliveredAt,
        Optional<String> lastError) {
    /// How events travel.
    public enum Kind {
        WEBHOOK,
        SYSLOG;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> parse(String word) {
            return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }
    }
}

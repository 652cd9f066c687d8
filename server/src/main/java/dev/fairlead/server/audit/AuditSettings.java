package dev.fairlead.server.audit;

import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.model.errors.InvalidValue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// For how many days audit events are kept (empty: for ever), and which addresses of the operator's
/// own network they may be sent to.
public record AuditSettings(Optional<Integer> days, List<IpRange> receivers) {
    public static final AuditSettings NONE = new AuditSettings(Optional.empty(), List.of());

    private static final int MOST_DAYS = 36_500;
    private static final int MOST_RANGES = 256;

    public AuditSettings {
        receivers = List.copyOf(receivers);
    }

    /// Throws `IllegalArgumentException` with what to write instead.
    public static AuditSettings parse(Map<String, String> environment) {
        return new AuditSettings(
                days(environment.getOrDefault("FAIRLEAD_AUDIT_DAYS", "").strip()),
                ranges(environment.getOrDefault("FAIRLEAD_AUDIT_RECEIVERS", "").strip()));
    }

    private static Optional<Integer> days(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            int days = Integer.parseInt(text);
            if (days >= 1 && days <= MOST_DAYS) {
                return Optional.of(days);
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw new IllegalArgumentException(
                "FAIRLEAD_AUDIT_DAYS must be a whole number from 1 to "
                        + MOST_DAYS
                        + ", or left out, not "
                        + text);
    }

    private static List<IpRange> ranges(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> parts = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        try {
            if (parts.size() <= MOST_RANGES) {
                return parts.stream().map(IpRange::parse).toList();
            }
        } catch (InvalidValue e) {
            throw new IllegalArgumentException(
                    "FAIRLEAD_AUDIT_RECEIVERS: " + e.what() + ": " + e.rule(), e);
        }
        throw new IllegalArgumentException(
                "FAIRLEAD_AUDIT_RECEIVERS names at most " + MOST_RANGES + " networks");
    }
}

package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Quotas; what is left out has none of its own.
public record QuotasRequest(
        @Nullable Long functions,
        @Nullable Long deploymentsPerDay,
        @Nullable Long storageBytes,
        @Nullable Long buildMinutesPerMonth,
        @Nullable Long requestsPerMonth) {}

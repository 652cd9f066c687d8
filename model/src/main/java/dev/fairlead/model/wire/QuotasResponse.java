package dev.fairlead.model.wire;

import java.util.List;

/// Every resource that has quotas.
public record QuotasResponse(List<QuotaResponse> items) {}

package dev.fairlead.model.wire;

import java.util.List;

/// What came of asking a provider who it is, line by line.
public record ProviderTestResponse(boolean works, List<String> found) {
    public ProviderTestResponse {
        found = List.copyOf(found);
    }
}

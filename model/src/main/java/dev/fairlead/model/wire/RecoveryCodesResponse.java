package dev.fairlead.model.wire;

import java.util.List;

/// Codes for the day the app is lost, each good once. Shown this once.
public record RecoveryCodesResponse(List<String> codes) {
    public RecoveryCodesResponse {
        codes = List.copyOf(codes);
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "RecoveryCodesResponse";
    }
}

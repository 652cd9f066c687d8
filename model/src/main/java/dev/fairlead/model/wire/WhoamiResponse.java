package dev.fairlead.model.wire;

import java.util.List;

/// Who the caller is.
public record WhoamiResponse(
        String keyId, String keyName, String organization, List<String> permissions) {}

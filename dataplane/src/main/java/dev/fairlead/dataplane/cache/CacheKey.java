package dev.fairlead.dataplane.cache;

import dev.fairlead.dataplane.rules.HeaderChanges;
import dev.fairlead.model.ids.ServiceId;

/// What has to be the same for two requests to get one answer, but for what `Vary` names: the
/// service and its version, how the client asked (`secure`, `host`, `path`), and what the service
/// is asked (`target`, with the query) after a route changed it (`changes`).
public record CacheKey(
        ServiceId service,
        int version,
        boolean secure,
        String host,
        String path,
        String target,
        HeaderChanges changes) {}

package dev.fairlead.controlplane.store.quotas;

import dev.fairlead.model.quotas.Resource;

import java.util.Optional;

/// How much of a resource may be used and was; without `most`, as much as there is. Bytes, counts,
/// or milliseconds of builds. `origin` says where the quota was set.
public record Quota(Resource resource, Optional<Long> most, long used, Optional<String> origin) {}

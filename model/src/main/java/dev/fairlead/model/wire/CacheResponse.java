package dev.fairlead.model.wire;

/// What became of a service's requests on the server that answers, since it started: answered from
/// what is kept (`hits`, of those `stale`), by the service (`misses`), by the answer that another
/// request waited for (`waited`), by the service as it was nobody else's (`passed`). `stored`
/// answers were taken in; `answers` are kept now.
public record CacheResponse(
        CacheJson settings,
        long hits,
        long stale,
        long misses,
        long waited,
        long passed,
        long stored,
        long answers,
        long memoryBytes,
        long diskBytes) {}

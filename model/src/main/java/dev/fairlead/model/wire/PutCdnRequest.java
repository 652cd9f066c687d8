package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// The CDN in front of a project: `kind` is fastly or cloudflare, `place` the id of the service or
/// zone there, `token` what may purge it. A token that is left out stays.
public record PutCdnRequest(@Nullable String kind, @Nullable String place, @Nullable String token) {
    @Override
    public String toString() {
        return "PutCdnRequest[" + kind + ", " + place + "]";
    }
}

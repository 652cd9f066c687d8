package dev.fairlead.model.wire;

import java.util.List;

/// What was forgotten: `answers` on the server that answers; the others follow. Each purge tells
/// what the CDN in front of the project has heard of it.
public record PurgeResponse(long answers, List<PurgedJson> purges) {}

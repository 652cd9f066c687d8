package dev.fairlead.dataplane.sites;

import dev.fairlead.model.errors.ErrorCode;

import io.vertx.core.MultiMap;

/// Hears what becomes of a request to a site, on its event loop.
public interface SiteEvents {
    /// The head is about to be sent; it may still be changed.
    void answering(MultiMap head);

    /// There is no answer of the site's own.
    void unanswered(ErrorCode code, String detail);

    /// The answer is over; `bytes` are those of its body.
    void ended(int status, long bytes);
}

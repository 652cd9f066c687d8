package dev.fairlead.dataplane.sites;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;

import java.util.List;
import java.util.function.Supplier;

/// A request to a site: `path` below the site's own address, which is `prefix`, empty for that
/// address itself; `earlier` are versions before that some pages may still be of, newest first.
public record SiteRequest(
        HttpServerRequest request,
        Context context,
        LiveSite site,
        Supplier<List<LiveSite>> earlier,
        String prefix,
        String path,
        String query) {}

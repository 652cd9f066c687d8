package dev.fairlead.dataplane.sites;

import dev.fairlead.model.sites.SiteFile;

/// What a path of a site leads to.
sealed interface Resolution {
    /// A file, and the status that it is sent with.
    record Found(SiteFile file, int status) implements Resolution {}

    /// Another address; a path of the site where it begins with `/`.
    record Elsewhere(int status, String location) implements Resolution {}

    /// Nothing, not even a page that says so.
    record Missing() implements Resolution {}
}

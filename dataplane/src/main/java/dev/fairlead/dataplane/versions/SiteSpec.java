package dev.fairlead.dataplane.versions;

import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.EnvironmentName;

import java.nio.file.Path;

/// Files that are served. `manifest` is a file whose SHA-256 is `hash`; what it names lies in the
/// same store.
public record SiteSpec(
        ServiceId service,
        int version,
        EnvironmentName environment,
        Path manifest,
        ContentHash hash)
        implements VersionSpec {
    /// Where a content lies.
    public Path content(ContentHash of) {
        return manifest.resolveSibling("..")
                .resolve(of.hex().substring(0, 2))
                .resolve(of.hex())
                .normalize();
    }
}

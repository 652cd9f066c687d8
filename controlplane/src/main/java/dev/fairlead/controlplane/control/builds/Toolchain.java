package dev.fairlead.controlplane.control.builds;

import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;

import java.io.IOException;
import java.io.InputStream;

/// What turns source into an artifact.
public interface Toolchain {
    /// Blocks; what happens goes to `progress` as it does. Throws `BuildFailed` for the author's
    /// mistakes; anything else is trouble that may pass.
    Deployment.Product build(Language language, ContentHash source, Progress progress);

    /// Hears of a build.
    interface Progress {
        void phase(BuildPhase phase);

        void line(String text);
    }

    /// Throws `BuildFailed` unless the artifact is there and whole.
    void verify(ContentHash artifact);

    /// A verified artifact's bytes. Throws `BuildFailed` unless it is there and whole.
    InputStream open(ContentHash artifact) throws IOException;
}

package dev.fairlead.controlplane.control.deployments;

import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;

import java.util.function.Consumer;

/// What turns source into an artifact.
public interface Toolchain {
    /// Blocks; log lines go to `log` as they come. Throws `BuildFailed` for the author's mistakes;
    /// anything else is trouble that may pass.
    Deployment.Product build(Language language, ContentHash source, Consumer<String> log);

    /// Throws `BuildFailed` unless the artifact is there and whole.
    void verify(ContentHash artifact);
}

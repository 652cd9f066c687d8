package dev.fairlead.controlplane.control.builds;

import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.ServiceKind;
import dev.fairlead.model.ids.OrganizationId;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/// What turns source into an artifact.
public interface Toolchain {
    /// What is to be built, for whom, and what its steps may see; functions alone have a language.
    record Order(
            OrganizationId organization,
            ServiceKind kind,
            Optional<Language> language,
            ContentHash source,
            Map<String, String> variables,
            Map<String, String> secrets) {
        public Order {
            variables = Map.copyOf(variables);
            secrets = Map.copyOf(secrets);
        }

        /// Secrets never reach a log.
        @Override
        public String toString() {
            return "Order[" + source + "]";
        }
    }

    /// Blocks; what happens goes to `progress` as it does. Throws `BuildFailed` for the author's
    /// mistakes; anything else is trouble that may pass.
    Deployment.Product build(Order order, Progress progress);

    /// Changes whenever a tool does that may make another artifact of the same source.
    String fingerprint();

    /// Hears of a build.
    interface Progress {
        void phase(BuildPhase phase);

        void line(String text);
    }

    /// Throws `BuildFailed` unless the artifact is there and whole.
    void verify(ContentHash artifact);

    /// How many bytes a stored artifact has.
    long size(ContentHash artifact);

    /// A verified artifact's bytes. Throws `BuildFailed` unless it is there and whole.
    InputStream open(ContentHash artifact) throws IOException;
}

package dev.fairlead.controlplane.control.deployments;

import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Keeps sources: checked while they come in, named by their content.
public interface SourceStore {
    /// Reads `body` to its end. `fileName` says what it is; `language` what its author says it is.
    /// Throws `BuildFailed` or `Rejected` with the reason, and keeps nothing then.
    Accepted accept(InputStream body, String fileName, Optional<Language> language)
            throws IOException;

    /// A kept source and the language it will be built as.
    record Accepted(ContentHash hash, Language language) {}
}

package dev.fairlead.controlplane.control.deployments;

import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.ServiceKind;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.wire.ManifestFileJson;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Keeps sources: checked while they come in, named by their content.
public interface SourceStore {
    /// What a caller says of a source: whose it is, what it is for, what it is called, what it is
    /// written in where they know, and that files which look like secrets are meant to be there.
    record Upload(
            OrganizationId organization,
            ServiceKind kind,
            String fileName,
            Optional<Language> language,
            boolean secretsAllowed) {}

    /// Reads `body` to its end. Throws `BuildFailed` or `Rejected` with the reason, and keeps
    /// nothing then.
    Accepted accept(Upload upload, InputStream body) throws IOException;

    /// A source of which every file is here already; otherwise the manifest is remembered for
    /// `complete`. Throws like `accept`.
    Assembled assemble(Upload upload, List<ManifestFileJson> files) throws IOException;

    /// A source whose manifest was remembered, with the files that were missing in `body`.
    Assembled complete(Upload upload, ContentHash manifest, InputStream body) throws IOException;

    /// What became of a manifest.
    sealed interface Assembled {}

    /// A kept source, the language it will be built as, none for a site, and the size of its files.
    record Accepted(ContentHash hash, Optional<Language> language, long bytes)
            implements Assembled {}

    /// The indexes in the manifest of the files that have to be sent; all of them, where the
    /// manifest itself is not here.
    record Missing(List<Integer> files) implements Assembled {
        public Missing {
            files = List.copyOf(files);
        }
    }
}

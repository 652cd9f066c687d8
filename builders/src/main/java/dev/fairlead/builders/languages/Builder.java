package dev.fairlead.builders.languages;

import dev.fairlead.builders.intake.SourceTree;

import java.io.IOException;
import java.nio.file.Path;

/// Makes artifacts of one language.
public interface Builder {
    /// `work` is an empty directory of this build's own; the artifact may lie in it or in the
    /// source. Throws `BuildFailed` for what the author has to mend.
    Built build(SourceTree source, Path work, BuildLog log)
            throws IOException, InterruptedException;
}

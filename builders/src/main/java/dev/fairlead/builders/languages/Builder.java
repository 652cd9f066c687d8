package dev.fairlead.builders.languages;

import java.io.IOException;

/// Makes artifacts of one language.
public interface Builder {
    /// The artifact may lie in the input's work directory or in the source. The same source gives
    /// the same bytes, wherever and whenever it is built. Throws `BuildFailed` for what the author
    /// has to mend.
    Built build(BuildInput input) throws IOException, InterruptedException;
}

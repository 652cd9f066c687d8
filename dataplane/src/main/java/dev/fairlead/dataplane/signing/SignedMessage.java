package dev.fairlead.dataplane.signing;

import java.util.List;

/// The parts of a request that a signature may cover, as they were sent: `path` and `query` are not
/// decoded, `query` is without its question mark, `authority` in lower case and without a default
/// port. `fields` is every line of a header.
public interface SignedMessage {
    String method();

    String path();

    String query();

    String authority();

    List<String> fields(String name);
}

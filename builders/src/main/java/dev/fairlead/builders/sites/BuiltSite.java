package dev.fairlead.builders.sites;

import java.nio.file.Path;
import java.util.List;

/// What a site's build gave: its manifest, and the files that it names by their content.
public record BuiltSite(Path manifest, List<Path> contents) {
    public BuiltSite {
        contents = List.copyOf(contents);
    }
}

package dev.fairlead.builders.analysis;

import java.util.List;

/// One thing that a source may not use. `id` is stable; `message` says why, and what to do instead
/// where there is something.
public record Rule(String id, Severity severity, List<Match> matches, String message) {
    public Rule {
        matches = List.copyOf(matches);
    }
}

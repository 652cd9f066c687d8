package dev.fairlead.controlplane.store.caching;

import dev.fairlead.model.ids.ProjectId;

import java.util.Locale;
import java.util.Optional;

/// The network that keeps a project's answers in front of us: its kind, the service or zone there,
/// and the token, sealed, in base64.
public record Cdn(ProjectId project, Kind kind, String place, String sealed) {
    /// Whose interface it has.
    public enum Kind {
        FASTLY,
        CLOUDFLARE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> parse(String word) {
            for (Kind kind : values()) {
                if (kind.word().equals(word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Cdn[" + project + "]";
    }
}

package dev.fairlead.controlplane.store.logs;

import dev.fairlead.dataplane.apps.PrintedLine;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Which lines are asked for: those of a version, of an instance, not before a moment, with a text
/// in whatever case.
public record LogFilter(
        Optional<Integer> version,
        Optional<String> instance,
        Optional<Instant> since,
        Optional<String> text) {
    public static final LogFilter ALL =
            new LogFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// Whether a line is asked for.
    public boolean takes(PrintedLine line) {
        return version.filter(wanted -> line.version() != wanted).isEmpty()
                && instance.filter(wanted -> !wanted.equals(line.instance())).isEmpty()
                && since.filter(line.at()::isBefore).isEmpty()
                && has(line.text());
    }

    /// Whether a line has the text that is asked for.
    public boolean has(String line) {
        return text.filter(wanted -> !lower(line).contains(lower(wanted))).isEmpty();
    }

    private static String lower(String words) {
        return words.toLowerCase(Locale.ROOT);
    }
}

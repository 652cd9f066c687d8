package dev.fairlead.cli.output;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/// Times as people write them.
public final class Seconds {
    private Seconds() {}

    /// Of `30s`, `5m`, `1h` or `2d`; fails naming the `option` that says something else.
    public static long of(String option, String text) {
        try {
            String upper = text.toUpperCase(Locale.ROOT);
            return Duration.parse((upper.endsWith("D") ? "P" : "PT") + upper).toSeconds();
        } catch (DateTimeParseException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, option + ": use a time such as 30s, 5m, 1h or 2d");
        }
    }
}

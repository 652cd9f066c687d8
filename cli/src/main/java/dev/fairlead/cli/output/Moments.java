package dev.fairlead.cli.output;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Moments as people write them.
public final class Moments {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

    private Moments() {}

    /// An instant, or so long ago.
    public static @Nullable String of(@Nullable String text) {
        Matcher ago = AGO.matcher(text == null ? "" : text);
        if (!ago.matches()) {
            return text;
        }
        long count = Long.parseLong(ago.group(1));
        Duration back =
                switch (ago.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
        return Instant.now().minus(back).toString();
    }
}

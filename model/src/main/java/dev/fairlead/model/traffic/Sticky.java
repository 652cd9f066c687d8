package dev.fairlead.model.traffic;

import dev.fairlead.model.errors.InvalidValue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// By what somebody stays with the version they were given first: a cookie of ours that lives for
/// `keep`, a header of theirs, or the user or key that they called with. Who has none of it gets a
/// version by the weights, each time anew.
public record Sticky(By by, String name, Duration keep) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Duration LONGEST = Duration.ofDays(400);

    /// What tells one visitor from another.
    public enum By {
        COOKIE,
        HEADER,
        USER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<By> parse(String word) {
            return Arrays.stream(values()).filter(by -> by.word().equals(word)).findFirst();
        }
    }

    public Sticky {
        if (by == By.USER) {
            name = "";
        } else if (!TOKEN.matcher(name).matches()) {
            throw new InvalidValue("name", "use 1-64 characters that a header's name may have");
        }
        // The longest that browsers keep a cookie (RFC 6265bis, section 5.6).
        if (keep.compareTo(LONGEST) > 0 || keep.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidValue("keepSeconds", "use a value from 1 to 34560000");
        }
    }
}

package dev.fairlead.model.functions;

import dev.fairlead.model.errors.InvalidValue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How often something may be asked: `burst` requests at once, and `requests` more in each
/// `period`, evenly. Counted in all, or for each address.
public record RateLimit(long requests, Duration period, long burst, Per per) {
    private static final long MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Pattern SHAPE =
            Pattern.compile(
                    "(\\d{1,7})/(\\d{0,7})([smhd])(?:,burst=(\\d{1,7}))?(?:,per=([a-z]{1,9}))?");

    /// What is counted as one.
    public enum Per {
        ADDRESS,
        FUNCTION;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Per> parse(String word) {
            return Arrays.stream(values()).filter(per -> per.word().equals(word)).findFirst();
        }

        public static List<String> words() {
            return Arrays.stream(values()).map(Per::word).toList();
        }
    }

    public RateLimit {
        within("requests", requests);
        within("burst", burst);
        if (!period.equals(Duration.ofSeconds(period.toSeconds()))
                || period.compareTo(Duration.ofSeconds(1)) < 0
                || period.compareTo(Duration.ofDays(1)) > 0) {
            throw new InvalidValue("periodSeconds", "use a value from 1 to 86400");
        }
        if (period.dividedBy(requests).multipliedBy(burst).compareTo(LONGEST) > 0) {
            throw new InvalidValue(
                    "burst", "so many come back only in more than " + LONGEST.toDays() + " days");
        }
    }

    private static void within(String what, long value) {
        if (value < 1 || value > MOST) {
            throw new InvalidValue(what, "use a value from 1 to " + MOST);
        }
    }

    /// Reads `100/1m`, `100/90s,burst=20` or `100/h,per=function`; the burst is all requests of a
    /// period and each address counts by itself where nothing else is said.
    public static RateLimit parse(String text) {
        Matcher found = SHAPE.matcher(text.replace(" ", ""));
        if (!found.matches()) {
            throw new InvalidValue(
                    "rateLimit",
                    "write it as REQUESTS/PERIOD[,burst=N][,per=address|function], such as"
                            + " 100/1m,burst=20");
        }
        long requests = Long.parseLong(found.group(1));
        long count = found.group(2).isEmpty() ? 1 : Long.parseLong(found.group(2));
        Duration unit =
                switch (found.group(3)) {
                    case "s" -> Duration.ofSeconds(1);
                    case "m" -> Duration.ofMinutes(1);
                    case "h" -> Duration.ofHours(1);
                    default -> Duration.ofDays(1);
                };
        String per = Optional.ofNullable(found.group(5)).orElse(Per.ADDRESS.word());
        return new RateLimit(
                requests,
                unit.multipliedBy(count),
                Optional.ofNullable(found.group(4)).map(Long::parseLong).orElse(requests),
                Per.parse(per)
                        .orElseThrow(() -> new InvalidValue("per", "use one of " + Per.words())));
    }

    /// What `parse` reads.
    public String text() {
        return requests + "/" + period.toSeconds() + "s,burst=" + burst + ",per=" + per.word();
    }
}

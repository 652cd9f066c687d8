package dev.fairlead.builders.stacks.services;

import dev.fairlead.builders.stacks.yaml.Part;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times, sizes and numbers as compose files write them. What is none of them is refused.
final class Amounts {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|ms|s|m|h)");
    private static final Map<String, BigDecimal> NANOS =
            Map.of(
                    "us", BigDecimal.valueOf(1000),
                    "ms", BigDecimal.valueOf(1_000_000),
                    "s", BigDecimal.valueOf(1_000_000_000),
                    "m", BigDecimal.valueOf(60_000_000_000L),
                    "h", BigDecimal.valueOf(3_600_000_000_000L));
    private static final Pattern BYTES =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*(?:([kmgt])i?)?b?");

    private Amounts() {}

    static Optional<Duration> time(Part part) {
        return part.text()
                .flatMap(text -> {
                    Matcher piece = TIME.matcher(text);
                    BigDecimal nanos = BigDecimal.ZERO;
                    int end = 0;
                    while (piece.find() && piece.start() == end) {
                        nanos =
                                nanos.add(
                                        new BigDecimal(piece.group(1))
                                                .multiply(
                                                        NANOS.getOrDefault(
                                                                piece.group(2), BigDecimal.ZERO)));
                        end = piece.end();
                    }
                    boolean whole = end == text.length() && end > 0;
                    if (!whole && !text.equals("0")) {
                        part.refuse("use a time such as 10s or 1m30s");
                        return Optional.empty();
                    }
                    if (nanos.compareTo(BigDecimal.valueOf(Duration.ofDays(1).toNanos())) > 0) {
                        part.refuse("use at most 24h");
                        return Optional.empty();
                    }
                    return Optional.of(Duration.ofNanos(nanos.longValue()));
                });
    }

    static Optional<Long> bytes(Part part) {
        return part.text()
                .flatMap(text -> {
                    Matcher size = BYTES.matcher(text.strip().toLowerCase(Locale.ROOT));
                    if (!size.matches()) {
                        part.refuse("use a size such as 300m or 1gb");
                        return Optional.empty();
                    }
                    String unit = size.group(2);
                    int power = unit == null ? 0 : 1 + "kmgt".indexOf(unit);
                    BigDecimal bytes =
                            new BigDecimal(size.group(1))
                                    .multiply(BigDecimal.valueOf(1L << (10 * power)));
                    if (bytes.compareTo(BigDecimal.valueOf(1L << 50)) > 0) {
                        part.refuse("is too large");
                        return Optional.empty();
                    }
                    return Optional.of(bytes.longValue());
                });
    }

    static Optional<Integer> integer(Part part, int least, int most) {
        return part.text()
                .flatMap(text -> {
                    if (text.matches("-?\\d{1,9}")) {
                        int number = Integer.parseInt(text);
                        if (number >= least && number <= most) {
                            return Optional.of(number);
                        }
                    }
                    part.refuse("use a number from " + least + " to " + most);
                    return Optional.empty();
                });
    }

    static Optional<Double> fraction(Part part) {
        return part.text()
                .flatMap(text -> {
                    if (text.matches("\\d{1,4}(\\.\\d{1,9})?")) {
                        return Optional.of(Double.parseDouble(text));
                    }
                    part.refuse("use a number such as 0.5");
                    return Optional.empty();
                });
    }
}

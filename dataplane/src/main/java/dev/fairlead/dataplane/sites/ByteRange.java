package dev.fairlead.dataplane.sites;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of a file that `Range` asks for (RFC 9110, 14.2): `length` bytes from `first`, none
/// where the file has no such part.
public record ByteRange(long first, long length) {
    public static final ByteRange UNSATISFIABLE = new ByteRange(0, 0);

    private static final Pattern ONE =
            Pattern.compile(" *(?i:bytes) *= *(\\d{0,19}) *- *(\\d{0,19}) *");

    /// Empty where the whole is to be sent: for what cannot be read, and for several parts, which
    /// nobody has to be given.
    public static Optional<ByteRange> parse(String text, long size) {
        Matcher one = ONE.matcher(text);
        if (!one.matches()) {
            return Optional.empty();
        }
        String from = one.group(1);
        String to = one.group(2);
        try {
            if (from.isEmpty()) {
                return to.isEmpty() ? Optional.empty() : Optional.of(last(parse(to), size));
            }
            long first = parse(from);
            long last = to.isEmpty() ? size - 1 : parse(to);
            if (!to.isEmpty() && last < first) {
                return Optional.empty();
            }
            return Optional.of(
                    first >= size
                            ? UNSATISFIABLE
                            : new ByteRange(first, Math.min(last, size - 1) - first + 1));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long parse(String digits) {
        return Long.parseLong(digits);
    }

    private static ByteRange last(long count, long size) {
        return count == 0 || size == 0
                ? UNSATISFIABLE
                : new ByteRange(Math.max(0, size - count), Math.min(count, size));
    }
}

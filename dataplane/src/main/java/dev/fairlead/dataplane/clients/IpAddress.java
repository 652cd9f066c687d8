package dev.fairlead.dataplane.clients;

import java.util.Optional;

/// An IPv4 or IPv6 address as 128 bits. One of IPv4 is the IPv6 address that stands for it
/// (`::ffff:a.b.c.d`), so both spellings are one value. Reading asks no name server.
public record IpAddress(long high, long low) {
    private static final int MOST_TEXT = 45;
    private static final int GROUPS = 8;
    private static final long FOUR = 0xffffL << 32;

    /// Reads `192.0.2.1`, `2001:db8::1` or `::ffff:192.0.2.1`; a zone (`%eth0`) is left out. Empty
    /// for anything else.
    public static Optional<IpAddress> parse(String text) {
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        if (plain.isEmpty() || plain.length() > MOST_TEXT) {
            return Optional.empty();
        }
        return plain.indexOf(':') < 0 ? four(plain) : six(plain);
    }

    private static Optional<IpAddress> four(String text) {
        long value = 0;
        int from = 0;
        for (int part = 0; part < 4; part++) {
            int dot = part < 3 ? text.indexOf('.', from) : text.length();
            int octet = octet(text, from, dot);
            if (octet < 0) {
                return Optional.empty();
            }
            value = (value << 8) | octet;
            from = dot + 1;
        }
        return Optional.of(new IpAddress(0, FOUR | value));
    }

    /// -1 for what is none. A leading zero is refused: to some it means octal.
    private static int octet(String text, int from, int end) {
        int digits = end - from;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value <= 255 ? value : -1;
    }

    private static Optional<IpAddress> six(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            var groups = new int[GROUPS];
            return groups(text, groups, true) == GROUPS
                    ? Optional.of(of(groups))
                    : Optional.empty();
        }
        var head = new int[GROUPS];
        var tail = new int[GROUPS];
        int before = groups(text.substring(0, gap), head, false);
        int after = groups(text.substring(gap + 2), tail, true);
        if (before < 0 || after < 0 || before + after >= GROUPS) {
            return Optional.empty();
        }
        System.arraycopy(tail, 0, head, GROUPS - after, after);
        return Optional.of(of(head));
    }

    /// How many groups were read, -1 for what is none. Only the `last` of an address may be dotted.
    private static int groups(String text, int[] into, boolean last) {
        if (text.isEmpty()) {
            return 0;
        }
        int count = 0;
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean dotted = last && parts[i].indexOf('.') >= 0 && i == parts.length - 1;
            Optional<IpAddress> four = dotted ? four(parts[i]) : Optional.empty();
            if (count + (dotted ? 2 : 1) > GROUPS || (dotted && four.isEmpty())) {
                return -1;
            }
            if (four.isPresent()) {
                into[count++] = (int) ((four.get().low() >> 16) & 0xffff);
                into[count++] = (int) (four.get().low() & 0xffff);
            } else {
                int group = group(parts[i]);
                if (group < 0) {
                    return -1;
                }
                into[count++] = group;
            }
        }
        return count;
    }

    private static int group(String text) {
        boolean shape =
                !text.isEmpty()
                        && text.length() <= 4
                        && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        return shape ? Integer.parseInt(text, 16) : -1;
    }

    private static IpAddress of(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS / 2; i++) {
            high = (high << 16) | groups[i];
            low = (low << 16) | groups[i + GROUPS / 2];
        }
        return new IpAddress(high, low);
    }

    public boolean isFour() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    public boolean isLoopback() {
        return isFour() ? ((low >>> 24) & 0xff) == 127 : high == 0 && low == 1;
    }

    /// Whose address it is as far as that can be told: itself for IPv4, its /64 for IPv6, where one
    /// customer has 2^64 of them.
    public IpAddress network() {
        return isFour() ? this : new IpAddress(high, 0);
    }

    /// As RFC 5952 wants it: lower case, the longest run of zeros left out.
    public String text() {
        if (isFour()) {
            return ((low >>> 24) & 0xff)
                    + "."
                    + ((low >>> 16) & 0xff)
                    + "."
                    + ((low >>> 8) & 0xff)
                    + "."
                    + (low & 0xff);
        }
        int start = -1;
        int longest = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && group(i + run) == 0) {
                run++;
            }
            if (run > longest) {
                start = i;
                longest = run;
            }
        }
        var text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += longest - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }

    private int group(int index) {
        long half = index < GROUPS / 2 ? high : low;
        return (int) ((half >>> (16 * (3 - index % 4))) & 0xffff);
    }

    @Override
    public String toString() {
        return text();
    }
}

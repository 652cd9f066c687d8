package dev.fairlead.container.networks;

import dev.fairlead.model.errors.InvalidValue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The subnets that our networks are in: parts of 64 addresses of one range, so that there are more
/// than the thirty that engines have by themselves.
public record Subnets(int first, int count) {
    private static final Pattern RANGE =
            Pattern.compile(
                    "([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");
    private static final int LONGEST = 26;
    private static final int SHORTEST = 8;
    private static final int SIZE = 1 << (32 - LONGEST);

    /// Of a range, as in `10.213.0.0/16`; throws `InvalidValue` where it is none.
    public static Subnets of(String range) {
        Matcher parts = RANGE.matcher(range);
        if (!parts.matches()) {
            throw wrong();
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            int octet = Integer.parseInt(parts.group(i));
            if (octet > 255) {
                throw wrong();
            }
            address = address << 8 | octet;
        }
        int length = Integer.parseInt(parts.group(5));
        if (length < SHORTEST || length > LONGEST || address << length != 0) {
            throw wrong();
        }
        return new Subnets(address, 1 << (LONGEST - length));
    }

    private static InvalidValue wrong() {
        return new InvalidValue(
                "subnets", "use the first address of a range and its length, 10.213.0.0/16");
    }

    /// Those that no route leads to, from one on that `name` stands for, so that those who choose
    /// at once seldom choose the same.
    public Stream<String> startingAt(String name, MachineRoutes routes) {
        int begin = Math.floorMod(name.hashCode(), count);
        return IntStream.range(0, count)
                .map(i -> (begin + i) % count)
                .filter(index -> !routes.meet(address(index), -SIZE))
                .mapToObj(this::text);
    }

    private int address(int index) {
        return first + index * SIZE;
    }

    private String text(int index) {
        int address = address(index);
        return (address >>> 24)
                + "."
                + (address >>> 16 & 255)
                + "."
                + (address >>> 8 & 255)
                + "."
                + (address & 255)
                + "/"
                + LONGEST;
    }
}

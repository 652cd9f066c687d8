package dev.fairlead.container.networks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where this machine sends packets already, by its routes (`/proc/net/route`, proc(5)). Engines do
/// not look there for a subnet that they are told.
public record MachineRoutes(List<Range> ranges) {
    private static final Path ROUTES = Path.of("/proc/net/route");
    private static final int DESTINATION = 1;
    private static final int MASK = 7;

    public MachineRoutes {
        ranges = List.copyOf(ranges);
    }

    /// Addresses that are `destination` in all bits of the `mask`.
    public record Range(int destination, int mask) {}

    /// None where they cannot be read.
    public static MachineRoutes now() {
        try {
            return parse(Files.readAllLines(ROUTES));
        } catch (IOException e) {
            return new MachineRoutes(List.of());
        }
    }

    /// The lines of the file; the first is its head. The way to everywhere else is no range.
    static MachineRoutes parse(List<String> lines) {
        var ranges = new ArrayList<Range>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length > MASK) {
                int mask = address(words[MASK]);
                if (mask != 0) {
                    ranges.add(new Range(address(words[DESTINATION]), mask));
                }
            }
        }
        return new MachineRoutes(ranges);
    }

    /// Little-endian, as it is in the machine's memory.
    private static int address(String hex) {
        return Integer.reverseBytes(Integer.parseUnsignedInt(hex, 16));
    }

    /// Whether some of these addresses are sent somewhere already.
    boolean meet(int address, int mask) {
        return ranges.stream()
                .anyMatch(one -> {
                    int both = one.mask() & mask;
                    return (one.destination() & both) == (address & both);
                });
    }
}

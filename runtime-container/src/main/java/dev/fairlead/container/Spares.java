package dev.fairlead.container;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/// The frozen instances of all apps. Those that are frozen for long go, and all from the oldest on
/// while the machine has little memory left.
final class Spares {
    private static final Logger LOG = LoggerFactory.getLogger(Spares.class);
    private static final Path MEMORY = Path.of("/proc/meminfo");

    /// Of the machine's memory, what is to be left.
    private static final double LEFT = 0.1;

    private final Duration kept;
    private final BooleanSupplier tight;
    private final ArrayDeque<Spare> spares = new ArrayDeque<>();

    /// Kept for a while, and no longer where memory is `tight`.
    Spares(Duration kept, BooleanSupplier tight) {
        this.kept = kept;
        this.tight = tight;
    }

    private record Spare(Fleet fleet, Member member, long since) {}

    void add(Fleet fleet, Member member) {
        synchronized (spares) {
            spares.removeIf(one -> one.member() == member);
            spares.addLast(new Spare(fleet, member, System.nanoTime()));
        }
    }

    void look(long now) {
        for (Spare old = next(now, tight.getAsBoolean()); old != null; old = next(now, false)) {
            old.fleet().evict(old.member());
        }
    }

    /// The oldest where it has to go; with `any` it has to whatever its age. One that was thawed
    /// meanwhile is no spare any more, which its fleet knows.
    private @Nullable Spare next(long now, boolean any) {
        synchronized (spares) {
            Spare oldest = spares.peekFirst();
            boolean goes = oldest != null && (any || now - oldest.since() >= kept.toNanos());
            return goes ? spares.pollFirst() : null;
        }
    }

    /// Whether the machine has little memory left.
    static boolean tight() {
        try {
            long total = 1;
            long available = 1;
            for (String line : Files.readAllLines(MEMORY)) {
                String[] words = line.split("\\s+", -1);
                if (words[0].equals("MemTotal:")) {
                    total = Long.parseLong(words[1]);
                } else if (words[0].equals("MemAvailable:")) {
                    available = Long.parseLong(words[1]);
                }
            }
            return available < LEFT * total;
        } catch (IOException | RuntimeException e) {
            LOG.debug("the machine's memory is not known", e);
            return false;
        }
    }
}

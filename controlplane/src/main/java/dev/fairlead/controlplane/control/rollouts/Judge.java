package dev.fairlead.controlplane.control.rollouts;

import dev.fairlead.controlplane.store.versions.FiguresStore.Figures;
import dev.fairlead.controlplane.store.versions.Rollout;
import dev.fairlead.dataplane.router.Tally;
import dev.fairlead.model.traffic.Strategy.Guard;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Says by what the gateway counted whether the version that a rollout brings does worse than the
/// one before in the same time.
final class Judge {
    /// A version that is as good is taken back by one of these tests in one of 400 rollouts at
    /// most.
    static final double ENOUGH = 400;

    /// Slower means: this much more often beyond what 19 of 20 requests of the other stay below,
    /// doubled, and no less than 10 ms.
    private static final double TOLERANCE = 1.5;

    private static final int KNOWN_FROM = 50;
    private static final long LEAST_SLOW_MICROS = 10_000;
    private static final double USUAL = 0.95;

    private Judge() {}

    /// What a look brought: what to write down, and why the version has to go, if so.
    record Look(Judgement judgement, long requests, Optional<String> against) {}

    static Look look(Rollout rollout, List<Figures> sums, Judgement known) {
        Map<Long, Pair> pairs = pairs(rollout, sums);
        Judgement judgement = known.slowFrom() == null ? learn(pairs, known) : known;
        long requests = 0;
        for (Pair pair : pairs.values()) {
            requests += pair.next.requests();
        }
        Guard guard = rollout.strategy().guard();
        Optional<String> against =
                guard.automatic()
                        ? fails(rollout, pairs)
                                .or(() -> slow(rollout, pairs, judgement))
                                .or(() -> beyond(rollout, pairs, guard))
                        : Optional.empty();
        return new Look(judgement, requests, against);
    }

    /// The two versions as one revision of the alias split them.
    private record Pair(Figures other, Figures next) {}

    private static Map<Long, Pair> pairs(Rollout rollout, List<Figures> sums) {
        var byRevision = new TreeMap<Long, Pair>();
        for (Figures figures : sums) {
            Pair before =
                    byRevision.getOrDefault(
                            figures.traffic(),
                            new Pair(
                                    none(rollout.from(), figures.traffic()),
                                    none(rollout.to(), figures.traffic())));
            if (figures.version() == rollout.to()) {
                byRevision.put(figures.traffic(), new Pair(before.other, figures));
            } else if (figures.version() == rollout.from()) {
                byRevision.put(figures.traffic(), new Pair(figures, before.next));
            }
        }
        return byRevision;
    }

    private static Figures none(int version, long traffic) {
        return new Figures(version, traffic, 0, 0, 0, List.of());
    }

    private static Optional<String> fails(Rollout rollout, Map<Long, Pair> pairs) {
        var evidence = new Evidence();
        for (Pair pair : pairs.values()) {
            evidence.add(
                    pair.next.requests(),
                    pair.next.errors(),
                    pair.other.requests(),
                    pair.other.errors(),
                    1);
        }
        if (evidence.capital() < ENOUGH) {
            return Optional.empty();
        }
        return Optional.of(
                "version "
                        + rollout.to()
                        + " failed "
                        + of(
                                pairs.values().stream().mapToLong(p -> p.next.errors()).sum(),
                                pairs,
                                true)
                        + ", version "
                        + rollout.from()
                        + " "
                        + of(
                                pairs.values().stream().mapToLong(p -> p.other.errors()).sum(),
                                pairs,
                                false)
                        + " in the same time");
    }

    private static String of(long bad, Map<Long, Pair> pairs, boolean next) {
        long all =
                pairs.values().stream()
                        .mapToLong(p -> next ? p.next.requests() : p.other.requests())
                        .sum();
        double percent = all == 0 ? 0 : 100.0 * bad / all;
        return String.format(Locale.ROOT, "%d of %d requests (%.1f %%)", bad, all, percent);
    }

    /// What is slow is decided once, by the version before; what came until then does not count.
    private static Judgement learn(Map<Long, Pair> pairs, Judgement known) {
        var buckets = new long[Tally.BUCKETS];
        long all = 0;
        for (Pair pair : pairs.values()) {
            for (int i = 0; i < pair.other.buckets().size(); i++) {
                buckets[i] += pair.other.buckets().get(i);
                all += pair.other.buckets().get(i);
            }
        }
        if (all < KNOWN_FROM) {
            return known;
        }
        int usual = 0;
        for (long below = buckets[0]; below < USUAL * all; below += buckets[usual]) {
            usual++;
        }
        int from = Tally.bucket(Math.max(LEAST_SLOW_MICROS, 2 * Tally.most(usual))) + 1;
        var before = new HashMap<String, Long>();
        pairs.forEach((revision, pair) -> {
            for (Figures one : List.of(pair.other, pair.next)) {
                before.put(key(one), slow(one, from));
                before.put(key(one) + "/all", one.requests());
            }
        });
        return known.slowFrom(from, before);
    }

    private static String key(Figures figures) {
        return figures.traffic() + "/" + figures.version();
    }

    private static long slow(Figures figures, int from) {
        return figures.buckets().stream().skip(from).mapToLong(Long::longValue).sum();
    }

    private static Optional<String> slow(
            Rollout rollout, Map<Long, Pair> pairs, Judgement judgement) {
        if (judgement.slowFrom() == null) {
            return Optional.empty();
        }
        int from = judgement.slowFrom();
        var evidence = new Evidence();
        long nextSlow = 0;
        long otherSlow = 0;
        for (Pair pair : pairs.values()) {
            long next = since(judgement, pair.next, from);
            long other = since(judgement, pair.other, from);
            evidence.add(
                    pair.next.requests() - seen(judgement, pair.next),
                    next,
                    pair.other.requests() - seen(judgement, pair.other),
                    other,
                    TOLERANCE);
            nextSlow += next;
            otherSlow += other;
        }
        if (evidence.capital() < ENOUGH) {
            return Optional.empty();
        }
        return Optional.of(
                "version "
                        + rollout.to()
                        + " took longer than "
                        + Tally.most(from - 1) / 1000
                        + " ms for "
                        + of(nextSlow, pairs, true)
                        + ", version "
                        + rollout.from()
                        + " for "
                        + of(otherSlow, pairs, false)
                        + " in the same time");
    }

    private static long since(Judgement judgement, Figures figures, int from) {
        return slow(figures, from) - judgement.before().getOrDefault(key(figures), 0L);
    }

    private static long seen(Judgement judgement, Figures figures) {
        return judgement.before().getOrDefault(key(figures) + "/all", 0L);
    }

    private static Optional<String> beyond(Rollout rollout, Map<Long, Pair> pairs, Guard guard) {
        long requests = pairs.values().stream().mapToLong(p -> p.next.requests()).sum();
        long errors = pairs.values().stream().mapToLong(p -> p.next.errors()).sum();
        if (guard.maxErrorRate().isPresent()
                && Evidence.beyond(guard.maxErrorRate().get(), requests, errors) >= ENOUGH) {
            return Optional.of(
                    "version "
                            + rollout.to()
                            + " failed "
                            + of(errors, pairs, true)
                            + ", more than the "
                            + 100 * guard.maxErrorRate().get()
                            + " % that are allowed");
        }
        if (guard.maxLatency().isEmpty()) {
            return Optional.empty();
        }
        int from = Tally.bucket(guard.maxLatency().get().toNanos() / 1000) + 1;
        long slow = pairs.values().stream().mapToLong(p -> slow(p.next, from)).sum();
        return Evidence.beyond(1 - USUAL, requests, slow) >= ENOUGH
                ? Optional.of(
                        "version "
                                + rollout.to()
                                + " took longer than "
                                + guard.maxLatency().get().toMillis()
                                + " ms for "
                                + of(slow, pairs, true))
                : Optional.empty();
    }
}

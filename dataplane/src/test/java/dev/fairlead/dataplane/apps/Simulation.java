package dev.fairlead.dataplane.apps;

import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.upstream.Places;
import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;
import dev.fairlead.model.apps.Scale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/// An app in a time of its own: requests come at random, take their time at an instance, and
/// instances follow the scaler, each of which takes a while to start. The queue and the scaler are
/// the real ones.
final class Simulation {
    private static final long TICK = Duration.ofMillis(200).toNanos();

    private final Random random;
    private final Scale scale;
    private final long startTime;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Places places;
    private final Upstream upstream;
    private final Scaler scaler;
    private final List<Long> latencies = new ArrayList<>();
    private long now = 1;
    private long order;
    private double rate;
    private long work;
    private int starting;
    int most;
    int changes;
    int mostStarted;

    private record Event(long at, long order, Runnable then) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    Simulation(long seed, int each, Scale scale, Duration startTime) {
        this.random = new Random(seed);
        this.scale = scale;
        this.startTime = startTime.toNanos();
        this.places = new Places(each, 1_000_000, () -> now);
        this.upstream = Upstream.ofInstances(Duration.ZERO, places, _ -> {});
        this.scaler = new Scaler(each, now);
        at(TICK, this::tick);
        at(0, this::arrive);
    }

    private void at(long later, Runnable then) {
        events.add(new Event(now + later, order++, then));
    }

    /// From now on so many come in a second, and each takes about `time`.
    void load(double perSecond, Duration time) {
        rate = perSecond;
        work = time.toNanos();
    }

    void run(Duration time) {
        long end = now + time.toNanos();
        while (events.element().at() <= end) {
            Event next = events.remove();
            now = next.at();
            next.then().run();
        }
        now = end;
    }

    int instances() {
        return upstream.targets().size();
    }

    /// How long all but one in a hundred of those took that ended since this was asked last.
    Duration slow() {
        long[] all = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        latencies.clear();
        return Duration.ofNanos(all.length == 0 ? 0 : all[(int) (all.length * 0.99)]);
    }

    private void arrive() {
        if (rate <= 0) {
            at(TICK, this::arrive);
            return;
        }
        at((long) (-Math.log(1 - random.nextDouble()) / rate * 1e9), this::arrive);
        new Request(now).enter();
    }

    private final class Request implements Places.Waiter {
        private final long came;

        Request(long came) {
            this.came = came;
        }

        void enter() {
            if (places.enter(this) instanceof Places.Admitted(LiveTarget at)) {
                admitted(at);
            }
        }

        @Override
        public void admitted(LiveTarget at) {
            most = Math.max(most, at.outstanding());
            long takes = (long) (work * (0.8 + 0.4 * random.nextDouble()));
            at(
                    takes,
                    () -> {
                        latencies.add(now - came);
                        at.ended();
                    });
        }

        @Override
        public void sentAway() {
            throw new IllegalStateException("nothing is closed here");
        }
    }

    private void tick() {
        at(TICK, this::tick);
        int present = instances() + starting;
        int wished = scaler.next(now, TICK, places.demand(TICK), present, scale).instances();
        mostStarted = Math.max(mostStarted, wished);
        changes += wished == present ? 0 : 1;
        for (int i = present; i < wished; i++) {
            starting++;
            at(
                    startTime,
                    () -> {
                        starting--;
                        upstream.join(Target.http("127.0.0.1", 1 + random.nextInt(60_000)));
                    });
        }
        LiveTarget[] quiet =
                upstream.targets().stream()
                        .sorted((a, b) -> Integer.compare(a.outstanding(), b.outstanding()))
                        .toArray(LiveTarget[]::new);
        Arrays.stream(quiet).limit(Math.max(0, present - wished)).forEach(upstream::leave);
    }
}

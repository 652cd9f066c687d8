package dev.fairlead.dataplane.apps;

import dev.fairlead.dataplane.upstream.Places.Demand;
import dev.fairlead.model.apps.Scale;

import java.time.Duration;
import java.util.ArrayDeque;

/// Says how many instances a version should have, from the demand lately. What is needed is, by
/// Little's law, how many come in a second times how long each takes; what waits is to be gone
/// within the short window. A long window decides as a rule, a short one where the instances have
/// no room left, which is the way of Knative's autoscaler; unlike there, what waits does not count
/// as if it ran. For one thread; times are nanoseconds.
public final class Scaler {
    static final long SHORT = Duration.ofSeconds(2).toNanos();
    static final long LONG = Duration.ofSeconds(30).toNanos();

    /// Of what the instances may do at once; above it the short window decides.
    private static final double FULL = 0.9;

    /// Fewer instances have to be enough for this much more than there is.
    private static final double RESERVE = 1.1;

    private final int each;
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private final ArrayDeque<Wish> wishes = new ArrayDeque<>();
    private double seconds;
    private long lastAsked;

    private record Sample(long at, long nanos, Demand demand) {}

    private record Wish(long at, Decision decision) {}

    /// How many instances there should be, and why, for people.
    public record Decision(int instances, String why) {}

    /// Of instances that take `each` requests at once.
    public Scaler(int each, long now) {
        this.each = each;
        this.lastAsked = now;
    }

    /// What the demand of the last `nanos` makes of `present` instances.
    public Decision next(long now, long nanos, Demand demand, int present, Scale scale) {
        samples.addLast(new Sample(now, nanos, demand));
        while (now - samples.getFirst().at() >= LONG) {
            samples.removeFirst();
        }
        if (demand.any()) {
            lastAsked = now;
        }
        measure();
        Decision wished = bounded(wished(now, present, scale), now, scale);
        // Only those that nothing higher came after can be the highest.
        while (!wishes.isEmpty() && wishes.getLast().decision().instances() <= wished.instances()) {
            wishes.removeLast();
        }
        wishes.addLast(new Wish(now, wished));
        long delay = scale.scaleDownDelay().toNanos();
        while (now - wishes.getFirst().at() > delay) {
            wishes.removeFirst();
        }
        if (wished.instances() >= present) {
            return wished;
        }
        // What comes and goes within the delay stops nothing.
        Decision highest = wishes.getFirst().decision();
        return highest.instances() <= present
                ? bounded(highest, now, scale)
                : new Decision(scale.within(present), highest.why());
    }

    /// How long requests take, by what ran and what ended in the long window.
    private void measure() {
        double running = 0;
        long ended = 0;
        for (Sample one : samples) {
            running += one.demand().running() * one.nanos();
            ended += one.demand().ended();
        }
        if (ended > 0) {
            seconds = running / 1e9 / ended;
        }
    }

    private Decision bounded(Decision wished, long now, Scale scale) {
        if (scale.min() == 0 && now - lastAsked >= scale.idle().toNanos()) {
            return new Decision(0, "nobody came for " + scale.idle().toSeconds() + " s");
        }
        int least = Math.max(1, scale.min());
        if (wished.instances() < least) {
            return new Decision(
                    least, scale.min() > 0 ? "the minimum of " + scale.min() : "it was asked");
        }
        return wished.instances() > scale.max()
                ? new Decision(scale.max(), "the maximum, of which more are needed")
                : wished;
    }

    private Decision wished(long now, int present, Scale scale) {
        double per = Math.max(each * scale.targetPercent() / 100.0, 0.5);
        double lately = needed(now, LONG);
        double atOnce = needed(now, SHORT) + waiting();
        if (atOnce > FULL * present * each) {
            // Where nothing ended yet, what they take is not known: so many that all can be tried.
            int wished = (int) Math.ceil(atOnce / (seconds == 0 ? each : per));
            return told(Math.max(wished, waited(now) ? present + 1 : 0), atOnce, per);
        }
        int wished = (int) Math.ceil(lately / per);
        if (wished < present) {
            wished = Math.min(present, (int) Math.ceil(RESERVE * lately / per));
        }
        return told(Math.max(wished, waited(now) ? present + 1 : 0), lately, per);
    }

    private static Decision told(int instances, double needed, double per) {
        return new Decision(
                instances, "%.1f requests at once, %.1f for each".formatted(needed, per));
    }

    /// How many requests run at once where nobody has to wait, over the last `window`.
    private double needed(long now, long window) {
        double running = 0;
        long arrived = 0;
        long nanos = 0;
        for (Sample one : samples) {
            if (now - one.at() < window) {
                running += one.demand().running() * one.nanos();
                arrived += one.demand().arrived();
                nanos += one.nanos();
            }
        }
        // What has just begun to be looked at is no full window of demand.
        double time = Math.max(nanos, Math.min(window, SHORT));
        return Math.max(running / time, arrived * 1e9 / time * seconds);
    }

    /// What it takes to have done what waits within the short window.
    private double waiting() {
        int waiting = samples.getLast().demand().waiting();
        return seconds == 0 ? waiting : waiting * Math.min(1, seconds * 1e9 / SHORT);
    }

    /// Whether somebody waited at every moment of the short window.
    private boolean waited(long now) {
        long first = now;
        for (Sample one : samples) {
            if (now - one.at() < SHORT) {
                if (one.demand().waiting() == 0) {
                    return false;
                }
                first = Math.min(first, one.at() - one.nanos());
            }
        }
        return now - first >= SHORT;
    }
}

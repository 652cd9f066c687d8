package dev.fairlead.model.traffic;

import dev.fairlead.model.errors.InvalidValue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a version gets an alias's requests other than all at once: step by step, guarded, and after
/// a check where there is one. The last step is the whole.
public record Strategy(List<Step> steps, Guard guard, Optional<Check> check) {
    private static final int MOST_STEPS = 20;

    public Strategy {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > MOST_STEPS) {
            throw new InvalidValue("steps", "use 1 to " + MOST_STEPS);
        }
        int before = -1;
        for (Step step : steps) {
            if (step.basisPoints() <= before) {
                throw new InvalidValue("steps", "each weight has to be larger than the one before");
            }
            before = step.basisPoints();
        }
        if (before != Share.WHOLE) {
            throw new InvalidValue("steps", "the last weight has to be 100");
        }
    }

    /// A part of the requests for at least so long; then on by itself, or when somebody says so.
    public record Step(int basisPoints, Duration hold, boolean manual) {
        private static final Duration LONGEST = Duration.ofDays(30);

        public Step {
            if (basisPoints < 0 || basisPoints > Share.WHOLE) {
                throw new InvalidValue("weight", "use a percentage from 0 to 100");
            }
            if (hold.isNegative() || hold.compareTo(LONGEST) > 0) {
                throw new InvalidValue("holdSeconds", "use a value from 0 to 2592000");
            }
        }
    }

    /// When the version is taken back by itself: when it fails more often than the one before it,
    /// or more often than `maxErrorRate` (0 to 1); when it is slower than that one, or slower than
    /// `maxLatency` for more than one request in twenty. A step ends no sooner than `minRequests`
    /// were counted, where it has any share.
    public record Guard(
            boolean automatic,
            Optional<Double> maxErrorRate,
            Optional<Duration> maxLatency,
            long minRequests) {
        public static final Guard DEFAULT = new Guard(true, Optional.empty(), Optional.empty(), 20);
        public static final Guard NONE = new Guard(false, Optional.empty(), Optional.empty(), 0);

        public Guard {
            maxErrorRate.ifPresent(rate -> {
                if (!(rate > 0 && rate < 1)) {
                    throw new InvalidValue(
                            "maxErrorRate", "use a rate between 0 and 1, such as 0.01");
                }
            });
            maxLatency.ifPresent(latency -> {
                if (latency.toMillis() < 1 || latency.toMillis() > 900_000) {
                    throw new InvalidValue("maxLatencyMs", "use a value from 1 to 900000");
                }
            });
            if (minRequests < 0 || minRequests > 1_000_000) {
                throw new InvalidValue("minRequests", "use a value from 0 to 1000000");
            }
        }
    }

    /// A request that the version has to answer with `status` before it gets any other.
    public record Check(String path, int status) {
        private static final Pattern PATH = Pattern.compile("/[!-~&&[^?#]]{0,1023}");

        public Check {
            if (!PATH.matcher(path).matches()) {
                throw new InvalidValue("path", "use a path such as /healthz");
            }
            if (status < 200 || status > 599) {
                throw new InvalidValue("status", "use a status from 200 to 599");
            }
        }
    }

    /// 10, 25 and 50 percent for half a minute each.
    public static Strategy canary() {
        return new Strategy(
                List.of(
                        new Step(1000, Duration.ofSeconds(30), false),
                        new Step(2500, Duration.ofSeconds(30), false),
                        new Step(5000, Duration.ofSeconds(30), false),
                        new Step(Share.WHOLE, Duration.ZERO, false)),
                Guard.DEFAULT,
                Optional.empty());
    }

    /// None of the requests until the check passed, or until somebody says so where there is none;
    /// then all of them.
    public static Strategy blueGreen(Optional<Check> check) {
        return new Strategy(
                List.of(
                        new Step(0, Duration.ZERO, check.isEmpty()),
                        new Step(Share.WHOLE, Duration.ZERO, false)),
                Guard.NONE,
                check);
    }
}

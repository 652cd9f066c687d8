package dev.fairlead.controlplane.api.deployments;

import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.traffic.Share;
import dev.fairlead.model.traffic.Strategy;
import dev.fairlead.model.traffic.Strategy.Check;
import dev.fairlead.model.traffic.Strategy.Guard;
import dev.fairlead.model.traffic.Strategy.Step;
import dev.fairlead.model.wire.StrategyJson;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Strategies as they travel: as JSON, or as parameters of a query where the body is a source.
public final class StrategyWire {
    private static final Pattern STEP =
            Pattern.compile("(\\d{1,3}(?:\\.\\d{1,2})?)(?:@(?:(\\d{1,7})([smhd])|(manual)))?");

    private StrategyWire() {}

    /// What a route takes that deploys a body.
    public static Parameter[] parameters() {
        return new Parameter[] {
            Parameter.string("environment", "where to; production where it is left out"),
            Parameter.string("strategy", "all-at-once, canary or blue-green"),
            Parameter.string("steps", "such as 10@30s,50@1m,100"),
            Parameter.string("check", "a path that has to be answered first, such as /healthz"),
            Parameter.string("maxErrorRate", "taken back where more fail, such as 0.01"),
            Parameter.integer("maxLatencyMs", "taken back where more than 5 % take longer"),
            Parameter.integer("minRequests", "how many a step waits for"),
            Parameter.string("automatic", "false: never taken back by itself")
        };
    }

    /// Of the parameters of `parameters`; empty for all at once.
    public static Optional<Strategy> of(ApiRequest request) {
        return read(
                new StrategyJson(
                        request.query("strategy").orElse(null),
                        request.query("steps").map(s -> List.of(s.split(",", -1))).orElse(null),
                        request.query("automatic").isPresent() ? request.flag("automatic") : null,
                        request.query("maxErrorRate").map(StrategyWire::rate).orElse(null),
                        request.integer("maxLatencyMs", 1, 900_000)
                                .map(Integer::longValue)
                                .orElse(null),
                        request.integer("minRequests", 0, 1_000_000)
                                .map(Integer::longValue)
                                .orElse(null),
                        request.query("check").orElse(null),
                        null));
    }

    private static Double rate(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw Rejected.field("?maxErrorRate", "use a rate between 0 and 1, such as 0.01");
        }
    }

    /// Empty for all at once. Throws `Rejected` with the field that is wrong.
    public static Optional<Strategy> read(@Nullable StrategyJson json) {
        if (json == null) {
            return Optional.empty();
        }
        String kind = json.kind() != null ? json.kind() : json.steps() != null ? "canary" : "";
        try {
            return switch (kind) {
                case "", "all-at-once" -> {
                    refuseMore(json);
                    yield Optional.empty();
                }
                case "canary" -> Optional.of(canary(json));
                case "blue-green" -> Optional.of(Strategy.blueGreen(check(json)));
                default ->
                        throw Rejected.field(
                                "/strategy/kind", "use all-at-once, canary or blue-green");
            };
        } catch (InvalidValue e) {
            throw Rejected.field("/strategy/" + e.what(), e.rule());
        }
    }

    /// What would be without effect is refused.
    private static void refuseMore(StrategyJson json) {
        if (json.check() != null || json.maxErrorRate() != null || json.maxLatencyMs() != null) {
            throw Rejected.field(
                    "/strategy/kind",
                    "checks and limits need a strategy: canary, or blue-green for a check alone");
        }
    }

    private static Strategy canary(StrategyJson json) {
        Strategy usual = Strategy.canary();
        Guard guard = usual.guard();
        return new Strategy(
                json.steps() == null ? usual.steps() : steps(json.steps()),
                new Guard(
                        json.automatic() == null || json.automatic(),
                        Optional.ofNullable(json.maxErrorRate()),
                        Optional.ofNullable(json.maxLatencyMs()).map(Duration::ofMillis),
                        json.minRequests() == null ? guard.minRequests() : json.minRequests()),
                check(json));
    }

    private static Optional<Check> check(StrategyJson json) {
        return Optional.ofNullable(json.check())
                .map(path ->
                        new Check(path, json.checkStatus() == null ? 200 : json.checkStatus()));
    }

    /// The last one is the whole, said or not.
    private static List<Step> steps(List<String> texts) {
        var steps = new ArrayList<Step>();
        for (String text : texts) {
            Matcher step = STEP.matcher(text.strip());
            if (!step.matches()) {
                throw new InvalidValue("steps", "use steps such as 10@30s, 50@manual or 100");
            }
            steps.add(
                    new Step(
                            Share.ofPercent(1, new BigDecimal(step.group(1))).basisPoints(),
                            hold(step),
                            step.group(4) != null));
        }
        if (steps.isEmpty() || steps.getLast().basisPoints() != Share.WHOLE) {
            steps.add(new Step(Share.WHOLE, Duration.ZERO, false));
        }
        return steps;
    }

    private static Duration hold(Matcher step) {
        if (step.group(2) == null) {
            return Duration.ZERO;
        }
        long count = Long.parseLong(step.group(2));
        return switch (step.group(3)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    public static StrategyJson write(Strategy strategy) {
        boolean blueGreen = strategy.steps().getFirst().basisPoints() == 0;
        Guard guard = strategy.guard();
        return new StrategyJson(
                blueGreen ? "blue-green" : "canary",
                strategy.steps().stream().map(StrategyWire::text).toList(),
                guard.automatic(),
                guard.maxErrorRate().orElse(null),
                guard.maxLatency().map(Duration::toMillis).orElse(null),
                guard.minRequests(),
                strategy.check().map(Check::path).orElse(null),
                strategy.check().map(Check::status).orElse(null));
    }

    private static String text(Step step) {
        String weight = new Share(1, step.basisPoints()).percent().toPlainString();
        if (step.manual()) {
            return weight + "@manual";
        }
        return step.hold().isZero() ? weight : weight + "@" + step.hold().toSeconds() + "s";
    }
}

package dev.fairlead.controlplane.store.deployments;

import dev.fairlead.model.traffic.Strategy;
import dev.fairlead.model.traffic.Strategy.Check;
import dev.fairlead.model.traffic.Strategy.Guard;
import dev.fairlead.model.traffic.Strategy.Step;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A strategy as JSON in a column.
public final class StrategyText {
    private static final JsonMapper JSON = new JsonMapper();

    private StrategyText() {}

    private record Row(
            List<StepRow> steps,
            boolean automatic,
            @Nullable Double maxErrorRate,
            @Nullable Long maxLatencyMs,
            long minRequests,
            @Nullable String checkPath,
            @Nullable Integer checkStatus) {}

    private record StepRow(int basisPoints, long holdMs, boolean manual) {}

    public static String write(Strategy strategy) {
        Guard guard = strategy.guard();
        return JSON.writeValueAsString(
                new Row(
                        strategy.steps().stream()
                                .map(s ->
                                        new StepRow(
                                                s.basisPoints(), s.hold().toMillis(), s.manual()))
                                .toList(),
                        guard.automatic(),
                        guard.maxErrorRate().orElse(null),
                        guard.maxLatency().map(Duration::toMillis).orElse(null),
                        guard.minRequests(),
                        strategy.check().map(Check::path).orElse(null),
                        strategy.check().map(Check::status).orElse(null)));
    }

    public static Strategy read(String text) {
        Row row = JSON.readValue(text, Row.class);
        return new Strategy(
                row.steps().stream()
                        .map(s ->
                                new Step(
                                        s.basisPoints(), Duration.ofMillis(s.holdMs()), s.manual()))
                        .toList(),
                new Guard(
                        row.automatic(),
                        Optional.ofNullable(row.maxErrorRate()),
                        Optional.ofNullable(row.maxLatencyMs()).map(Duration::ofMillis),
                        row.minRequests()),
                row.checkPath() == null || row.checkStatus() == null
                        ? Optional.empty()
                        : Optional.of(new Check(row.checkPath(), row.checkStatus())));
    }
}

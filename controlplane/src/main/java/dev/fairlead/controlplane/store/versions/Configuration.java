package dev.fairlead.controlplane.store.versions;

import dev.fairlead.model.functions.Limits;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;

/// What a version runs with, as it was when it was released.
public record Configuration(Limits limits) {
    private static final JsonMapper JSON = new JsonMapper();

    private record Row(List<Long> limits) {}

    String text() {
        return JSON.writeValueAsString(
                new Row(
                        List.of(
                                limits.timeout().toMillis(),
                                limits.memoryBytes(),
                                (long) limits.concurrency(),
                                (long) limits.queueLength(),
                                limits.queueTimeout().toMillis(),
                                limits.maxRequestBytes(),
                                limits.maxResponseBytes())));
    }

    public static Configuration read(String text) {
        List<Long> numbers = JSON.readValue(text, Row.class).limits();
        return new Configuration(
                new Limits(
                        Duration.ofMillis(numbers.get(0)),
                        numbers.get(1),
                        numbers.get(2).intValue(),
                        numbers.get(3).intValue(),
                        Duration.ofMillis(numbers.get(4)),
                        numbers.get(5),
                        numbers.get(6)));
    }
}

package dev.fairlead.controlplane.store.versions;

import dev.fairlead.controlplane.store.deployments.UpstreamText;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.model.functions.Limits;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a version runs with, as it was when it was released; of a proxy also where requests go.
public record Configuration(Limits limits, Optional<UpstreamSpec> upstream) {
    private static final JsonMapper JSON = new JsonMapper();

    private record Row(List<Long> limits, UpstreamText.@Nullable Row upstream) {}

    public static Configuration of(Limits limits) {
        return new Configuration(limits, Optional.empty());
    }

    public Configuration with(Limits other) {
        return new Configuration(other, upstream);
    }

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
                                limits.maxResponseBytes()),
                        upstream.map(UpstreamText::row).orElse(null)));
    }

    public static Configuration read(String text) {
        Row row = JSON.readValue(text, Row.class);
        List<Long> numbers = row.limits();
        return new Configuration(
                new Limits(
                        Duration.ofMillis(numbers.get(0)),
                        numbers.get(1),
                        numbers.get(2).intValue(),
                        numbers.get(3).intValue(),
                        Duration.ofMillis(numbers.get(4)),
                        numbers.get(5),
                        numbers.get(6)),
                Optional.ofNullable(row.upstream()).map(UpstreamText::spec));
    }
}

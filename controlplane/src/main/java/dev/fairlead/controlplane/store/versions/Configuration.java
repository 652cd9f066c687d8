package dev.fairlead.controlplane.store.versions;

import dev.fairlead.controlplane.store.deployments.UpstreamText;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.variables.Origin;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.variables.VariableScope;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a version runs with, as it was when it was released; of a proxy also where requests go.
/// Secrets are sealed for its deployment.
public record Configuration(Limits limits, List<Kept> variables, Optional<UpstreamSpec> upstream) {
    private static final JsonMapper JSON = new JsonMapper();

    public Configuration {
        variables = List.copyOf(variables);
    }

    /// A variable that a version keeps: plain, or sealed and in Base64.
    public record Kept(
            VariableName name, Origin origin, Optional<String> value, Optional<String> sealed) {
        public boolean secret() {
            return sealed.isPresent();
        }

        /// Values are nobody's who reads a log.
        @Override
        public String toString() {
            return name + " of " + origin.text();
        }
    }

    private record Row(
            List<Long> limits,
            @Nullable List<KeptRow> variables,
            UpstreamText.@Nullable Row upstream) {}

    private record KeptRow(
            String name,
            String scope,
            @Nullable String environment,
            @Nullable String value,
            @Nullable String sealed) {}

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
                        variables.stream().map(Configuration::row).toList(),
                        upstream.map(UpstreamText::row).orElse(null)));
    }

    private static KeptRow row(Kept one) {
        return new KeptRow(
                one.name().text(),
                one.origin().scope().word(),
                one.origin().environment().map(EnvironmentName::text).orElse(null),
                one.value().orElse(null),
                one.sealed().orElse(null));
    }

    public static Configuration read(String text) {
        Row row = JSON.readValue(text, Row.class);
        List<Long> numbers = row.limits();
        List<KeptRow> kept = row.variables() == null ? List.of() : row.variables();
        return new Configuration(
                new Limits(
                        Duration.ofMillis(numbers.get(0)),
                        numbers.get(1),
                        numbers.get(2).intValue(),
                        numbers.get(3).intValue(),
                        Duration.ofMillis(numbers.get(4)),
                        numbers.get(5),
                        numbers.get(6)),
                kept.stream().map(Configuration::kept).toList(),
                Optional.ofNullable(row.upstream()).map(UpstreamText::spec));
    }

    private static Kept kept(KeptRow row) {
        return new Kept(
                new VariableName(row.name()),
                new Origin(
                        VariableScope.parse(row.scope()).orElseThrow(),
                        Optional.ofNullable(row.environment()).map(EnvironmentName::new)),
                Optional.ofNullable(row.value()),
                Optional.ofNullable(row.sealed()));
    }
}

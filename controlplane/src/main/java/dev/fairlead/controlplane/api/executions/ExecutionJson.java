package dev.fairlead.controlplane.api.executions;

import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.wire.ExecutionResponse;
import dev.fairlead.model.wire.FailureJson;
import dev.fairlead.model.wire.LogLineJson;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Executions as they travel.
final class ExecutionJson {
    private ExecutionJson() {}

    /// With the samples that were kept.
    static ExecutionResponse of(Execution execution, ApiJson json) {
        return of(
                execution,
                value(execution.inputSample(), json),
                value(execution.outputSample(), json));
    }

    /// With the input and output that are at hand.
    static ExecutionResponse withOutput(
            Execution execution, ApiJson json, byte[] input, byte[] output) {
        boolean answered = execution.errorCode().isEmpty();
        return of(
                execution,
                value(Optional.of(text(input)), json),
                answered ? value(Optional.of(text(output)), json) : null);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// JSON as JSON; anything else, such as a sample that was cut, as text.
    private static @Nullable Object value(Optional<String> text, ApiJson json) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return json.tree(text.get().getBytes(StandardCharsets.UTF_8));
        } catch (Rejected e) {
            return text.get();
        }
    }

    private static ExecutionResponse of(
            Execution e, @Nullable Object input, @Nullable Object output) {
        return new ExecutionResponse(
                e.id().toString(),
                e.function().toString(),
                e.version(),
                e.trigger().name(),
                e.status().name(),
                e.startedAt(),
                e.queueMicros() + e.startMicros() + e.runMicros(),
                e.queueMicros(),
                e.startMicros(),
                e.startKind().name(),
                e.memoryPeakBytes(),
                e.requestBytes(),
                e.responseBytes(),
                e.httpStatus(),
                input,
                output,
                e.errorCode().isEmpty()
                        ? null
                        : new FailureJson(
                                e.errorCode().get(), e.errorMessage().orElse(""), List.of()),
                logs(e));
    }

    static List<LogLineJson> logs(Execution e) {
        return e.logs().stream()
                .map(line ->
                        new LogLineJson(
                                line.at(),
                                line.level(),
                                line.text(),
                                e.id().toString(),
                                e.version(),
                                null,
                                null))
                .toList();
    }
}

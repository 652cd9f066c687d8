package dev.fairlead.controlplane.api.functions;

import dev.fairlead.controlplane.store.functions.FunctionRecord;
import dev.fairlead.controlplane.store.versions.Alias;
import dev.fairlead.controlplane.store.versions.Version;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.wire.AliasResponse;
import dev.fairlead.model.wire.DeploymentSummary;
import dev.fairlead.model.wire.FunctionResponse;
import dev.fairlead.model.wire.LimitsJson;
import dev.fairlead.model.wire.VersionResponse;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/// Between records of the store and what travels.
final class FunctionJson {
    private FunctionJson() {}

    static FunctionResponse function(FunctionRecord function, String root) {
        return new FunctionResponse(
                function.id().toString(),
                function.project().text(),
                function.name().text(),
                root + "/fn/" + function.project() + "/" + function.name(),
                orNull(function.language().map(Language::word)),
                orNull(function.live()),
                limits(function.limits()),
                function.samples(),
                function.revision(),
                function.createdAt(),
                function.updatedAt(),
                orNull(
                        function.latest()
                                .map(l ->
                                        new DeploymentSummary(
                                                l.id().toString(), l.state().word()))));
    }

    private static <T> @Nullable T orNull(Optional<T> value) {
        return value.isPresent() ? value.get() : null;
    }

    private static LimitsJson limits(Limits limits) {
        return new LimitsJson(
                limits.timeout().toMillis(),
                limits.memoryBytes(),
                limits.concurrency(),
                limits.queueLength(),
                limits.queueTimeout().toMillis(),
                limits.maxRequestBytes(),
                limits.maxResponseBytes());
    }

    /// `base` with what `json` names; refuses what is out of range, naming the field.
    static Limits limits(@Nullable LimitsJson json, Limits base) {
        if (json == null) {
            return base;
        }
        try {
            return new Limits(
                    or(json.timeoutMs(), base.timeout()),
                    json.memoryBytes() == null ? base.memoryBytes() : json.memoryBytes(),
                    json.concurrency() == null ? base.concurrency() : json.concurrency(),
                    json.queueLength() == null ? base.queueLength() : json.queueLength(),
                    or(json.queueTimeoutMs(), base.queueTimeout()),
                    json.maxRequestBytes() == null
                            ? base.maxRequestBytes()
                            : json.maxRequestBytes(),
                    json.maxResponseBytes() == null
                            ? base.maxResponseBytes()
                            : json.maxResponseBytes());
        } catch (InvalidValue e) {
            throw Rejected.field("/limits/" + e.what(), e.rule());
        }
    }

    private static Duration or(@Nullable Long millis, Duration base) {
        return millis == null ? base : Duration.ofMillis(millis);
    }

    static VersionResponse version(Version version) {
        return new VersionResponse(
                version.number(),
                version.deployment().toString(),
                version.language().word(),
                version.abi().word(),
                version.artifact().hex(),
                version.source().hex(),
                version.live(),
                version.createdAt());
    }

    static AliasResponse alias(Alias alias) {
        return new AliasResponse(alias.name().text(), alias.version(), orNull(alias.previous()));
    }
}

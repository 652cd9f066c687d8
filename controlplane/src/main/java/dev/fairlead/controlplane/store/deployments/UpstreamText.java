package dev.fairlead.controlplane.store.deployments;

import dev.fairlead.dataplane.versions.TargetAddress;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Balance;
import dev.fairlead.dataplane.versions.UpstreamSpec.Check;
import dev.fairlead.dataplane.versions.UpstreamSpec.Health;
import dev.fairlead.dataplane.versions.UpstreamSpec.HostHeader;
import dev.fairlead.dataplane.versions.UpstreamSpec.Timeouts;
import dev.fairlead.dataplane.versions.UpstreamSpec.Tls;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Upstreams as JSON, in columns and in the snapshot on disk. Durations are in milliseconds.
public final class UpstreamText {
    private static final JsonMapper JSON = new JsonMapper();

    private UpstreamText() {}

    /// As it lies in JSON.
    public record Row(
            List<String> targets,
            String host,
            String balance,
            int retries,
            long drain,
            boolean verify,
            @Nullable String authority,
            @Nullable String serverName,
            List<Long> timeouts,
            int failures,
            boolean serverErrors,
            long ejection,
            @Nullable CheckRow check) {}

    /// A check in it.
    public record CheckRow(String path, long interval, long timeout, int goodAfter, int badAfter) {}

    public static String write(UpstreamSpec spec) {
        return JSON.writeValueAsString(row(spec));
    }

    public static UpstreamSpec read(String text) {
        return spec(JSON.readValue(text, Row.class));
    }

    public static Row row(UpstreamSpec spec) {
        return new Row(
                spec.targets().stream().map(TargetAddress::text).toList(),
                spec.host().name(),
                spec.balance().name(),
                spec.retries(),
                spec.drain().toMillis(),
                spec.tls().verify(),
                spec.tls().authority().orElse(null),
                spec.tls().serverName().orElse(null),
                List.of(
                        spec.timeouts().connect().toMillis(),
                        spec.timeouts().firstByte().toMillis(),
                        spec.timeouts().idle().toMillis()),
                spec.health().failures(),
                spec.health().serverErrors(),
                spec.health().ejection().toMillis(),
                spec.health()
                        .check()
                        .map(c ->
                                new CheckRow(
                                        c.path(),
                                        c.interval().toMillis(),
                                        c.timeout().toMillis(),
                                        c.goodAfter(),
                                        c.badAfter()))
                        .orElse(null));
    }

    public static UpstreamSpec spec(Row row) {
        return new UpstreamSpec(
                row.targets().stream().map(TargetAddress::parse).toList(),
                HostHeader.valueOf(row.host()),
                new Tls(
                        row.verify(),
                        Optional.ofNullable(row.authority()),
                        Optional.ofNullable(row.serverName())),
                new Timeouts(
                        Duration.ofMillis(row.timeouts().get(0)),
                        Duration.ofMillis(row.timeouts().get(1)),
                        Duration.ofMillis(row.timeouts().get(2))),
                row.retries(),
                new Health(
                        row.failures(),
                        row.serverErrors(),
                        Duration.ofMillis(row.ejection()),
                        Optional.ofNullable(row.check())
                                .map(c ->
                                        new Check(
                                                c.path(),
                                                Duration.ofMillis(c.interval()),
                                                Duration.ofMillis(c.timeout()),
                                                c.goodAfter(),
                                                c.badAfter()))),
                Balance.valueOf(row.balance()),
                Duration.ofMillis(row.drain()));
    }
}

package dev.fairlead.controlplane.api.releases;

import dev.fairlead.controlplane.api.deployments.StrategyWire;
import dev.fairlead.controlplane.api.deployments.UpstreamWire;
import dev.fairlead.controlplane.api.functions.SettingsJson;
import dev.fairlead.controlplane.control.variables.Configurations;
import dev.fairlead.controlplane.store.deployments.UpstreamText;
import dev.fairlead.controlplane.store.versions.Configuration;
import dev.fairlead.controlplane.store.versions.FiguresStore.Figures;
import dev.fairlead.controlplane.store.versions.Rollout;
import dev.fairlead.controlplane.store.versions.Version;
import dev.fairlead.dataplane.router.Tally;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.traffic.Share;
import dev.fairlead.model.wire.DifferenceJson;
import dev.fairlead.model.wire.DifferencesResponse;
import dev.fairlead.model.wire.FiguresJson;
import dev.fairlead.model.wire.KeptVariableJson;
import dev.fairlead.model.wire.LimitsJson;
import dev.fairlead.model.wire.RolloutResponse;
import dev.fairlead.model.wire.VersionResponse;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Releases as they travel.
final class ReleaseJson {
    private static final double MICROS_PER_MILLI = 1000;

    private ReleaseJson() {}

    static VersionResponse version(Version version) {
        return new VersionResponse(
                version.number(),
                version.environment().text(),
                version.deployment().toString(),
                version.language().map(Language::word).orElse(null),
                version.abi().map(Abi::word).orElse(null),
                version.artifact().map(ContentHash::hex).orElse(null),
                version.source().map(ContentHash::hex).orElse(null),
                version.configuration().upstream().map(UpstreamWire::write).orElse(null),
                SettingsJson.limits(version.configuration().limits()),
                version.configuration().variables().stream().map(ReleaseJson::kept).toList(),
                version.base().orElse(null),
                version.failed().orElse(null),
                version.live(),
                version.createdAt());
    }

    private static KeptVariableJson kept(Configuration.Kept one) {
        return new KeptVariableJson(
                one.name().text(), one.origin().text(), one.secret(), one.value().orElse(null));
    }

    static RolloutResponse rollout(Rollout rollout, List<Figures> sums) {
        return new RolloutResponse(
                rollout.id().toString(),
                rollout.service().toString(),
                rollout.environment().text(),
                rollout.alias().text(),
                rollout.deployment().map(Object::toString).orElse(null),
                rollout.from(),
                rollout.to(),
                StrategyWire.write(rollout.strategy()),
                rollout.state().word(),
                rollout.step() + 1,
                rollout.strategy().steps().size(),
                weight(rollout),
                rollout.stepStartedAt(),
                figures(sums, rollout.createdAt()),
                rollout.reason().orElse(null),
                rollout.createdAt(),
                rollout.endedAt().orElse(null));
    }

    /// What the new version gets now, in percent.
    private static double weight(Rollout rollout) {
        return switch (rollout.state()) {
            case RUNNING, PAUSED ->
                    new Share(1, rollout.at().basisPoints()).percent().doubleValue();
            case COMPLETED -> 100;
            case ABORTED -> 0;
        };
    }

    /// One for each version, whatever revisions of the alias they were counted by.
    static List<FiguresJson> figures(List<Figures> sums, Instant since) {
        var all = new LinkedHashMap<Integer, Figures>();
        for (Figures one : sums) {
            all.merge(one.version(), one, ReleaseJson::sum);
        }
        return all.values().stream().map(one -> figures(one, since)).toList();
    }

    private static Figures sum(Figures one, Figures other) {
        var buckets = new ArrayList<Long>();
        for (int i = 0; i < one.buckets().size(); i++) {
            buckets.add(one.buckets().get(i) + other.buckets().get(i));
        }
        return new Figures(
                one.version(),
                one.traffic(),
                one.requests() + other.requests(),
                one.errors() + other.errors(),
                one.micros() + other.micros(),
                buckets);
    }

    private static FiguresJson figures(Figures one, Instant since) {
        double requests = Math.max(1, one.requests());
        return new FiguresJson(
                one.version(),
                since,
                one.requests(),
                one.errors(),
                one.errors() / requests,
                one.micros() / requests / MICROS_PER_MILLI,
                percentile(one, 0.5),
                percentile(one, 0.95),
                percentile(one, 0.99));
    }

    private static double percentile(Figures one, double part) {
        long all = one.buckets().stream().mapToLong(Long::longValue).sum();
        long below = 0;
        for (int i = 0; i < one.buckets().size(); i++) {
            below += one.buckets().get(i);
            if (below >= part * all) {
                return all == 0 ? 0 : Tally.most(i) / MICROS_PER_MILLI;
            }
        }
        return 0;
    }

    static DifferencesResponse differences(
            Version from, Version to, Configurations configurations) {
        var secrets = new HashMap<String, String>();
        Map<String, String> before = fields(from);
        configurations
                .comparable(from, secrets)
                .forEach((name, value) -> before.put("variables." + name, value));
        Map<String, String> after = fields(to);
        configurations
                .comparable(to, secrets)
                .forEach((name, value) -> after.put("variables." + name, value));
        var differences = new ArrayList<DifferenceJson>();
        before.forEach((what, value) -> {
            if (!Objects.equals(value, after.get(what))) {
                differences.add(new DifferenceJson(what, value, after.get(what)));
            }
        });
        after.forEach((what, value) -> {
            if (!before.containsKey(what)) {
                differences.add(new DifferenceJson(what, null, value));
            }
        });
        return new DifferencesResponse(from.number(), to.number(), differences);
    }

    private static Map<String, String> fields(Version version) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("environment", version.environment().text());
        version.source().ifPresent(hash -> fields.put("source", hash.hex()));
        version.artifact().ifPresent(hash -> fields.put("artifact", hash.hex()));
        version.language().ifPresent(language -> fields.put("language", language.word()));
        version.configuration()
                .upstream()
                .ifPresent(upstream -> fields.put("upstream", UpstreamText.write(upstream)));
        LimitsJson limits = SettingsJson.limits(version.configuration().limits());
        fields.put("limits.timeoutMs", String.valueOf(limits.timeoutMs()));
        fields.put("limits.memoryBytes", String.valueOf(limits.memoryBytes()));
        fields.put("limits.concurrency", String.valueOf(limits.concurrency()));
        fields.put("limits.queueLength", String.valueOf(limits.queueLength()));
        fields.put("limits.queueTimeoutMs", String.valueOf(limits.queueTimeoutMs()));
        fields.put("limits.maxRequestBytes", String.valueOf(limits.maxRequestBytes()));
        fields.put("limits.maxResponseBytes", String.valueOf(limits.maxResponseBytes()));
        return fields;
    }
}

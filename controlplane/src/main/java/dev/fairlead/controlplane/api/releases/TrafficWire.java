package dev.fairlead.controlplane.api.releases;

import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.versions.Alias;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.traffic.Condition;
import dev.fairlead.model.traffic.Mirror;
import dev.fairlead.model.traffic.Share;
import dev.fairlead.model.traffic.Sticky;
import dev.fairlead.model.traffic.Traffic;
import dev.fairlead.model.wire.AliasResponse;
import dev.fairlead.model.wire.ConditionJson;
import dev.fairlead.model.wire.PutAliasRequest;
import dev.fairlead.model.wire.StickyJson;
import dev.fairlead.model.wire.WeightJson;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How aliases spread their requests, as it travels.
final class TrafficWire {
    private static final String COOKIE = "fairlead_variant";
    private static final Duration MONTH = Duration.ofDays(30);

    private TrafficWire() {}

    static Traffic read(PutAliasRequest body) {
        List<Share> shares;
        if (body.weights() == null) {
            shares = List.of(at("/version", () -> new Share(number(body.version()), Share.WHOLE)));
        } else if (body.version() != null) {
            throw Rejected.field("/version", "name a version or weights, not both");
        } else {
            shares = shares(body.weights());
        }
        var conditions = new ArrayList<Condition>();
        List<ConditionJson> asked = body.conditions() == null ? List.of() : body.conditions();
        for (int i = 0; i < asked.size(); i++) {
            ConditionJson one = asked.get(i);
            conditions.add(at("/conditions/" + i, () -> condition(one)));
        }
        return at(
                "",
                () ->
                        new Traffic(
                                shares, conditions, sticky(body.sticky()), mirror(body.mirror())));
    }

    private static List<Share> shares(List<WeightJson> weights) {
        var shares = new ArrayList<Share>();
        for (int i = 0; i < weights.size(); i++) {
            WeightJson one = weights.get(i);
            shares.add(
                    at(
                            "/weights/" + i,
                            () -> Share.ofPercent(number(one.version()), percent(one.weight()))));
        }
        return shares;
    }

    private static <T> T at(String pointer, Supplier<T> read) {
        try {
            return read.get();
        } catch (InvalidValue e) {
            throw Rejected.field(pointer + "/" + e.what(), e.rule());
        }
    }

    private static int number(@Nullable Integer version) {
        if (version == null) {
            throw new InvalidValue("version", "is needed");
        }
        return version;
    }

    private static BigDecimal percent(@Nullable BigDecimal weight) {
        if (weight == null || weight.abs().compareTo(BigDecimal.valueOf(1000)) > 0) {
            throw new InvalidValue("weight", "use a percentage from 0 to 100");
        }
        return weight;
    }

    private static Condition condition(ConditionJson json) {
        Condition.Part part =
                Optional.ofNullable(json.in())
                        .flatMap(Condition.Part::parse)
                        .orElseThrow(() -> new InvalidValue("in", "use header, query or cookie"));
        return new Condition(
                part,
                String.valueOf(json.name()),
                Optional.ofNullable(json.value()),
                number(json.version()));
    }

    private static Optional<Sticky> sticky(@Nullable StickyJson json) {
        if (json == null) {
            return Optional.empty();
        }
        Sticky.By by =
                Optional.ofNullable(json.by())
                        .flatMap(Sticky.By::parse)
                        .orElseThrow(
                                () -> new InvalidValue("sticky/by", "use cookie, header or user"));
        String name = json.name() == null && by == Sticky.By.COOKIE ? COOKIE : json.name();
        return Optional.of(
                new Sticky(
                        by,
                        String.valueOf(name),
                        json.keepSeconds() == null
                                ? MONTH
                                : Duration.ofSeconds(Math.clamp(json.keepSeconds(), 0, 1L << 40))));
    }

    private static Optional<Mirror> mirror(@Nullable WeightJson json) {
        return Optional.ofNullable(json)
                .map(one -> Share.ofPercent(number(one.version()), percent(one.weight())))
                .map(share -> new Mirror(share.version(), share.basisPoints()));
    }

    static AliasResponse write(ServiceRecord service, Alias alias, String root) {
        Traffic traffic = alias.traffic();
        String label = RoutedAlias.label(alias.environment(), alias.name());
        String prefix = label.equals(RoutedAlias.LIVE.text()) ? "" : label + "--";
        return new AliasResponse(
                alias.name().text(),
                alias.environment().text(),
                root + "/fn/" + service.project() + "/" + prefix + service.name(),
                alias.version(),
                alias.previous().orElse(null),
                traffic.shares().stream()
                        .map(s -> new WeightJson(s.version(), s.percent()))
                        .toList(),
                traffic.conditions().isEmpty()
                        ? null
                        : traffic.conditions().stream()
                                .map(c ->
                                        new ConditionJson(
                                                c.part().word(),
                                                c.name(),
                                                c.value().orElse(null),
                                                c.version()))
                                .toList(),
                traffic.sticky()
                        .map(s ->
                                new StickyJson(
                                        s.by().word(),
                                        s.name().isEmpty() ? null : s.name(),
                                        s.keep().toSeconds()))
                        .orElse(null),
                traffic.mirror()
                        .map(m ->
                                new WeightJson(
                                        m.version(), new Share(1, m.basisPoints()).percent()))
                        .orElse(null),
                alias.rollout().map(Object::toString).orElse(null),
                alias.revision());
    }
}

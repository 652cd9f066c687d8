package dev.fairlead.controlplane.store.versions;

import dev.fairlead.model.traffic.Condition;
import dev.fairlead.model.traffic.Mirror;
import dev.fairlead.model.traffic.Share;
import dev.fairlead.model.traffic.Sticky;
import dev.fairlead.model.traffic.Traffic;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Traffic as JSON, in a column and in the snapshot on disk.
public final class TrafficText {
    private static final JsonMapper JSON = new JsonMapper();

    private TrafficText() {}

    private record Row(
            List<ShareRow> shares,
            List<ConditionRow> conditions,
            @Nullable StickyRow sticky,
            @Nullable ShareRow mirror) {}

    private record ShareRow(int version, int basisPoints) {}

    private record ConditionRow(String part, String name, @Nullable String value, int version) {}

    private record StickyRow(String by, String name, long keepSeconds) {}

    public static String write(Traffic traffic) {
        return JSON.writeValueAsString(
                new Row(
                        traffic.shares().stream()
                                .map(s -> new ShareRow(s.version(), s.basisPoints()))
                                .toList(),
                        traffic.conditions().stream()
                                .map(c ->
                                        new ConditionRow(
                                                c.part().word(),
                                                c.name(),
                                                c.value().orElse(null),
                                                c.version()))
                                .toList(),
                        traffic.sticky()
                                .map(s ->
                                        new StickyRow(
                                                s.by().word(), s.name(), s.keep().toSeconds()))
                                .orElse(null),
                        traffic.mirror()
                                .map(m -> new ShareRow(m.version(), m.basisPoints()))
                                .orElse(null)));
    }

    public static Traffic read(String text) {
        Row row = JSON.readValue(text, Row.class);
        return new Traffic(
                row.shares().stream().map(s -> new Share(s.version(), s.basisPoints())).toList(),
                row.conditions().stream()
                        .map(c ->
                                new Condition(
                                        Condition.Part.parse(c.part()).orElseThrow(),
                                        c.name(),
                                        Optional.ofNullable(c.value()),
                                        c.version()))
                        .toList(),
                Optional.ofNullable(row.sticky())
                        .map(s ->
                                new Sticky(
                                        Sticky.By.parse(s.by()).orElseThrow(),
                                        s.name(),
                                        Duration.ofSeconds(s.keepSeconds()))),
                Optional.ofNullable(row.mirror())
                        .map(m -> new Mirror(m.version(), m.basisPoints())));
    }
}

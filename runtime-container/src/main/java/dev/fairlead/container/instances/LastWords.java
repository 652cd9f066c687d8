package dev.fairlead.container.instances;

import dev.fairlead.engine.Engine;
import dev.fairlead.engine.streams.LogEntry;
import dev.fairlead.engine.streams.LogQuery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a container printed last.
public final class LastWords {
    private static final int LINES = 10;
    private static final int LONGEST = 500;

    private LastWords() {}

    /// For the end of a sentence; empty where it printed nothing, or nobody knows.
    public static String of(Engine engine, String container) {
        List<String> lines = new ArrayList<>();
        var query = new LogQuery(false, Optional.empty(), OptionalInt.of(LINES));
        try (var log = engine.containers().logs(container, query)) {
            for (var next = log.next(); next.isPresent(); next = log.next()) {
                LogEntry entry = next.get();
                String text = entry.text();
                lines.add(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
            }
        } catch (IOException e) {
            return "";
        }
        return lines.isEmpty() ? "" : " It printed last: " + String.join(" | ", lines);
    }
}

package dev.fairlead.builders.stacks.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who depends on whom.
record Graph(Map<String, Set<String>> dependencies) {
    /// In an order in which each comes after those that it depends on, those that could change
    /// places by name; or the first circle there is.
    sealed interface Outcome {
        record Ordered(List<String> names) implements Outcome {}

        /// Its first comes again as the last.
        record Circle(List<String> names) implements Outcome {}
    }

    Outcome order() {
        var waiting = new TreeMap<String, Set<String>>();
        dependencies.forEach((name, on) -> waiting.put(name, new TreeSet<>(on)));
        var ordered = new ArrayList<String>();
        while (!waiting.isEmpty()) {
            List<String> free =
                    waiting.entrySet().stream()
                            .filter(entry -> ordered.containsAll(entry.getValue()))
                            .map(Map.Entry::getKey)
                            .limit(1)
                            .toList();
            if (free.isEmpty()) {
                return new Outcome.Circle(circle(waiting));
            }
            ordered.addAll(free);
            free.forEach(waiting::remove);
        }
        return new Outcome.Ordered(ordered);
    }

    /// Each of those that wait depends on another of them, so that one comes again.
    private static List<String> circle(TreeMap<String, Set<String>> waiting) {
        var path = new ArrayList<String>();
        String at = waiting.firstKey();
        while (!path.contains(at)) {
            path.add(at);
            Set<String> on = waiting.getOrDefault(at, Set.of());
            at = on.stream().filter(waiting::containsKey).findFirst().orElse(at);
        }
        var circle = new ArrayList<>(path.subList(path.indexOf(at), path.size()));
        circle.add(at);
        return circle;
    }
}

package dev.fairlead.controlplane.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Some items of a list, and where the next ones begin.
public record Page<T>(List<T> items, Optional<Cursor> next) {
    public Page {
        items = List.copyOf(items);
    }

    /// From one item more than the page holds, which is how a store knows that there are more.
    public static <T> Page<T> of(List<T> oneMore, int limit, Function<T, UUID> id) {
        if (oneMore.size() <= limit) {
            return new Page<>(oneMore, Optional.empty());
        }
        List<T> items = oneMore.subList(0, limit);
        return new Page<>(items, Optional.of(new Cursor(id.apply(items.getLast()))));
    }

    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), next);
    }
}

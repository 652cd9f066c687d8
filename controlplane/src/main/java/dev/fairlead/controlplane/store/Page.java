package dev.fairlead.controlplane.store;

import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

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

    /// What a query finds that takes `:limit` and the id `:after` which the page comes, or null.
    public static <T> Page<T> read(
            Query query, Optional<UUID> after, int limit, RowMapper<T> row, Function<T, UUID> id) {
        List<T> oneMore =
                query.bind("after", Columns.orNull(after)).bind("limit", limit + 1).map(row).list();
        return of(oneMore, limit, id);
    }

    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), next);
    }
}

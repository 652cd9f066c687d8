package dev.fairlead.controlplane.api.routes;

import dev.fairlead.controlplane.store.Cursor;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.model.wire.PageResponse;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Pages of a store as they travel.
public final class Pages {
    private Pages() {}

    public static <T, R> Answer answer(Page<T> page, Function<T, R> wire) {
        return Answer.json(
                new PageResponse<>(
                        page.items().stream().map(wire).toList(),
                        page.next().map(Cursor::toString).orElse(null)));
    }

    /// Where the page begins that the caller asks for.
    public static Optional<UUID> after(ApiRequest request) {
        return request.cursor().map(text -> Cursor.parse(text).last());
    }
}

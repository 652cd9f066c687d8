package dev.fairlead.controlplane.store.sealing;

import java.util.List;

/// A column of sealed values: in its rows, or in `path` of its JSON. `keys` are what names a row
/// and what its values are called by, the former first; `identity` is how many those are.
public record SealedColumn(
        String table, String column, List<String> keys, int identity, String path) {
    public SealedColumn {
        keys = List.copyOf(keys);
    }

    public static SealedColumn bytes(String table, String column, String... keys) {
        return new SealedColumn(table, column, List.of(keys), keys.length, "");
    }

    boolean json() {
        return !path.isEmpty();
    }

    /// SQL for the sealed values of a row, as a set of `bytea`. A plain variable has none.
    String values() {
        return json()
                ? "(select decode(v #>> '{}', 'base64') as sealed from jsonb_path_query("
                        + column
                        + ", '"
                        + path
                        + "') v where jsonb_typeof(v) = 'string')"
                : "(select " + column + " as sealed where " + column + " is not null)";
    }
}

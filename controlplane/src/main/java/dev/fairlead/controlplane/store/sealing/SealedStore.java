package dev.fairlead.controlplane.store.sealing;

import dev.fairlead.controlplane.store.Database;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Counts sealed values by the master key that they are sealed under, and writes them anew.
public final class SealedStore {
    /// The master key's id follows one byte of format.
    private static final String KEY_ID = "encode(substring(s.sealed from 2 for 8), 'hex')";

    private static final SealedColumn VERSIONS =
            new SealedColumn(
                    "versions",
                    "configuration",
                    List.of("service_id", "number", "deployment_id"),
                    2,
                    "$.variables[*].sealed");
    private static final SealedColumn OVERRIDES =
            new SealedColumn(
                    "deployments",
                    "overrides",
                    List.of("id", "service_id", "environment_id"),
                    1,
                    "$.*");

    /// Everything that is sealed in the database.
    public static final List<SealedColumn> ALL =
            List.of(
                    SealedColumn.bytes("acme_accounts", "key_sealed", "directory"),
                    SealedColumn.bytes("audit_streams", "sealed", "id"),
                    SealedColumn.bytes("cdns", "token_sealed", "project_id"),
                    SealedColumn.bytes("certificates", "key_sealed", "id"),
                    SealedColumn.bytes("pending_sign_ins", "sealed", "hash"),
                    SealedColumn.bytes("receipt_keys", "key_sealed", "id"),
                    SealedColumn.bytes("providers", "secret_sealed", "name"),
                    SealedColumn.bytes("registries", "password_sealed", "organization_id", "host"),
                    SealedColumn.bytes("signing_keys", "sealed", "id"),
                    SealedColumn.bytes("signing_secrets", "sealed", "service_id", "key_id"),
                    SealedColumn.bytes("users", "totp_sealed", "id"),
                    SealedColumn.bytes("zones", "secret_sealed", "id"),
                    variables("sealed"),
                    variables("previous_sealed"),
                    VERSIONS,
                    OVERRIDES);

    private final Database database;

    public SealedStore(Database database) {
        this.database = database;
    }

    private static SealedColumn variables(String column) {
        return new SealedColumn(
                "variables",
                column,
                List.of(
                        "id",
                        "name",
                        "organization_id",
                        "project_id",
                        "environment_id",
                        "service_id"),
                1,
                "");
    }

    /// A row's keys by name, and what is sealed in it: bytes, or JSON with sealed texts.
    public record Row(SealedColumn column, Map<String, Optional<String>> keys, String content) {
        /// Whether its content is JSON.
        public boolean json() {
            return column.json();
        }

        /// A key that is always there.
        public String key(String name) {
            return keys.getOrDefault(name, Optional.empty()).orElseThrow();
        }

        public Optional<String> orNone(String name) {
            return keys.getOrDefault(name, Optional.empty());
        }

        /// What is sealed is nobody's who reads a log.
        @Override
        public String toString() {
            return column.table() + "." + column.column();
        }
    }

    /// How many values there are under each master key, by its id in hexadecimal digits.
    public Map<String, Long> counts() {
        String union =
                ALL.stream()
                        .map(one ->
                                "select s.sealed from "
                                        + one.table()
                                        + " cross join lateral "
                                        + one.values()
                                        + " s")
                        .collect(Collectors.joining(" union all "));
        return database.inInstallation(handle -> {
            var counts = new LinkedHashMap<String, Long>();
            handle.createQuery(
                            "select "
                                    + KEY_ID
                                    + " as key_id, count(*) as count from ("
                                    + union
                                    + ") s group by 1 order by 1")
                    .map((row, _) -> counts.put(row.getString("key_id"), row.getLong("count")))
                    .list();
            return counts;
        });
    }

    /// Some rows of a column that are not sealed under `current` alone.
    public List<Row> others(SealedColumn column, String current, int most) {
        String keys =
                column.keys().stream().map(k -> k + "::text").collect(Collectors.joining(", "));
        String content =
                column.json()
                        ? column.column() + "::text"
                        : "encode(" + column.column() + ", 'hex')";
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select "
                                        + keys
                                        + ", "
                                        + content
                                        + " as content from "
                                        + column.table()
                                        + " where exists (select from "
                                        + column.values()
                                        + " s where "
                                        + KEY_ID
                                        + " <> :current) limit :most")
                        .bind("current", current)
                        .bind("most", most)
                        .map((row, _) -> {
                            var found = new LinkedHashMap<String, Optional<String>>();
                            for (int i = 0; i < column.keys().size(); i++) {
                                found.put(
                                        column.keys().get(i),
                                        Optional.ofNullable(row.getString(i + 1)));
                            }
                            return new Row(column, found, row.getString("content"));
                        })
                        .list());
    }

    /// Writes a row anew unless it changed meanwhile; then it is found again.
    public boolean replace(Row row, String content) {
        return database.inInstallation(handle -> replace(handle, row, content));
    }

    private static boolean replace(Handle handle, Row row, String content) {
        SealedColumn column = row.column();
        String is = column.json() ? "%s = ?::jsonb" : "%s = decode(?, 'hex')";
        List<String> identity = column.keys().subList(0, column.identity());
        String where =
                identity.stream().map(k -> k + "::text = ?").collect(Collectors.joining(" and "));
        var values = new ArrayList<Object>();
        values.add(content);
        identity.forEach(name -> values.add(row.key(name)));
        values.add(row.content());
        return handle.execute(
                        "update "
                                + column.table()
                                + " set "
                                + is.formatted(column.column())
                                + " where "
                                + where
                                + " and "
                                + is.formatted(column.column()),
                        values.toArray())
                == 1;
    }

    /// Bytes of a row's content.
    public static byte[] bytes(String content) {
        return HexFormat.of().parseHex(content);
    }

    /// A row's content of bytes.
    public static String content(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

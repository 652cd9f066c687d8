package dev.fairlead.controlplane.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// A schema as readable text, from the catalog: whatever differs in meaning differs in the text.
final class SchemaDump {
    /// Each gives lines. Days of executions come and go, and Flyway's table is Flyway's.
    private static final List<String> QUERIES =
            List.of(
                    """
                    select 'table ' || c.relname || case when c.relrowsecurity then ' (row level security' || case when c.relforcerowsecurity then ', forced)' else ')' end else '' end
                        || case c.relkind when 'p' then ' partitioned by ' || pg_get_partkeydef(c.oid) else '' end
                        || coalesce(' partition ' || pg_get_expr(c.relpartbound, c.oid), '')
                    from pg_class c
                    where c.relkind in ('r', 'p', 'v') and %s order by c.relname
                    """,
                    """
                    select 'column ' || c.relname || '.' || a.attname || ' '
                        || format_type(a.atttypid, a.atttypmod)
                        || case when a.attnotnull then ' not null' else '' end
                        || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
                    from pg_attribute a join pg_class c on c.oid = a.attrelid
                    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v') and %s
                    order by c.relname, a.attnum
                    """,
                    """
                    select 'constraint ' || c.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
                    from pg_constraint k join pg_class c on c.oid = k.conrelid
                    where k.contype <> 'n' and %s order by c.relname, k.conname
                    """,
                    """
                    select pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indrelid
                    where %s order by 1
                    """,
                    """
                    select case when p.polpermissive then '' else 'restrictive ' end
                        || 'policy ' || p.polname || ' on ' || c.relname || ' for ' || p.polcmd::text || ' using '
                        || coalesce(pg_get_expr(p.polqual, c.oid), '-')
                        || ' check ' || coalesce(pg_get_expr(p.polwithcheck, c.oid), '-')
                    from pg_policy p join pg_class c on c.oid = p.polrelid
                    where %s order by c.relname, p.polname
                    """,
                    """
                    select 'grant on ' || c.relname || ' to ' || g.grantee::regrole || ': '
                        || string_agg(g.privilege_type, ', ' order by g.privilege_type)
                    from pg_class c cross join lateral aclexplode(c.relacl) g
                    where g.grantee <> c.relowner and %s
                    group by c.relname, g.grantee order by c.relname
                    """,
                    """
                    select pg_get_triggerdef(t.oid) from pg_trigger t
                    join pg_class c on c.oid = t.tgrelid
                    where not t.tgisinternal and %s order by c.relname, t.tgname
                    """,
                    """
                    select pg_get_functiondef(p.oid) from pg_proc p
                    where p.pronamespace = 'public'::regnamespace order by p.proname
                    """);

    private static final String OURS =
            "c.relnamespace = 'public'::regnamespace and c.relname not like 'flyway%'"
                    + " and c.relname !~ '^executions_[0-9]'";

    private SchemaDump() {}

    static String of(Connection connection) throws SQLException {
        var text = new StringBuilder();
        try (var statement = connection.createStatement()) {
            for (String query : QUERIES) {
                try (var rows = statement.executeQuery(query.replace("%s", OURS))) {
                    while (rows.next()) {
                        text.append(rows.getString(1).strip()).append('\n');
                    }
                }
                text.append('\n');
            }
        }
        return text.toString().strip() + "\n";
    }
}

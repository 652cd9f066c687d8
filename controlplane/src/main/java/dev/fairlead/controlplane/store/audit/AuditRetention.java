package dev.fairlead.controlplane.store.audit;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.model.ids.OrganizationId;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// For how long audit events are kept. Only the owner's login takes any away, from the beginning of
/// a chain, and the chain says so.
public final class AuditRetention {
    /// One transaction takes so many: a statement may not hold others up.
    private static final int AT_ONCE = 20_000;

    private final Database database;
    private final Optional<Integer> mostDays;
    private final Clock clock;

    /// `mostDays` is the installation's; empty: for ever.
    public AuditRetention(Database database, Optional<Integer> mostDays, Clock clock) {
        this.database = database;
        this.mostDays = mostDays;
        this.clock = clock;
    }

    public Optional<Integer> mostDays() {
        return mostDays;
    }

    /// What an organization wants itself.
    public Optional<Integer> days(OrganizationId organization) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery("select audit_days from organizations where id = ?")
                                .bind(0, organization.value())
                                .mapTo(Integer.class)
                                .findOne());
    }

    public void set(OrganizationId organization, Optional<Integer> days) {
        database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                "update organizations set audit_days = ?::int where id = ?",
                                Columns.orNull(days),
                                organization.value()));
    }

    /// Takes what is older than it is kept; how many events, by chain.
    public Map<UUID, Long> apply() {
        var taken = new LinkedHashMap<UUID, Long>();
        try (Connection owner = database.owner();
                PreparedStatement trim = owner.prepareStatement("select audit_trim(?, ?, ?)")) {
            for (Map.Entry<UUID, Integer> chain : chains(owner).entrySet()) {
                Instant before = clock.instant().minus(Duration.ofDays(chain.getValue()));
                long all = 0;
                long some;
                do {
                    some = trim(trim, chain.getKey(), before);
                    all += some;
                } while (some == AT_ONCE);
                if (all > 0) {
                    taken.put(chain.getKey(), all);
                }
            }
        } catch (SQLException e) {
            throw new DatabaseUnavailable("cannot take old audit events away", e);
        }
        return taken;
    }

    private static long trim(PreparedStatement trim, UUID chain, Instant before)
            throws SQLException {
        trim.setObject(1, chain);
        trim.setObject(2, Columns.at(before));
        trim.setLong(3, AT_ONCE);
        try (var rows = trim.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /// Those that are not kept for ever, and for how many days each is.
    private Map<UUID, Integer> chains(Connection owner) throws SQLException {
        var all = new LinkedHashMap<UUID, Integer>();
        try (var statement =
                owner.prepareStatement(
                        """
                        select h.chain, least(o.audit_days, ?::int) as days
                        from audit_heads h left join organizations o on o.id = h.chain
                        where least(o.audit_days, ?::int) is not null\
                        """)) {
            statement.setObject(1, Columns.orNull(mostDays));
            statement.setObject(2, Columns.orNull(mostDays));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.put(Columns.id(rows, "chain"), rows.getInt("days"));
                }
            }
        }
        return all;
    }
}

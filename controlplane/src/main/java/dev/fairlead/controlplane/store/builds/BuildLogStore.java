package dev.fairlead.controlplane.store.builds;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.OrganizationId;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/// The lines that builds wrote, numbered from 1 within a deployment.
public final class BuildLogStore {
    private final Database database;

    public BuildLogStore(Database database) {
        this.database = database;
    }

    /// One line.
    public record Line(long number, Instant at, String text) {}

    /// Appends lines; one that is there already is left as it was, and those of a deployment that
    /// is gone are dropped.
    public void append(OrganizationId organization, DeploymentId deployment, List<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        database.inTenant(
                organization,
                handle -> {
                    var batch =
                            handle.prepareBatch(
                                    """
                                    insert into build_log_lines
                                    select organization_id, id, ?, ?, ? from deployments
                                    where id = ? on conflict do nothing\
                                    """);
                    for (Line line : lines) {
                        batch.add(
                                line.number(),
                                line.at().atOffset(ZoneOffset.UTC),
                                line.text(),
                                deployment.value());
                    }
                    return batch.execute().length;
                });
    }

    /// The number of the newest line, 0 where there is none.
    public long lastNumber(OrganizationId organization, DeploymentId deployment) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select coalesce(max(number), 0) from build_log_lines"
                                                + " where deployment_id = ?")
                                .bind(0, deployment.value())
                                .mapTo(Long.class)
                                .one());
    }

    /// Lines with a number above `after`, in order.
    public List<Line> read(
            OrganizationId organization, DeploymentId deployment, long after, int limit) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select number, at, text from build_log_lines"
                                                + " where deployment_id = ? and number > ?"
                                                + " order by number limit ?")
                                .bind(0, deployment.value())
                                .bind(1, after)
                                .bind(2, limit)
                                .map((row, _) ->
                                        new Line(
                                                row.getLong("number"),
                                                row.getObject("at", OffsetDateTime.class)
                                                        .toInstant(),
                                                row.getString("text")))
                                .list());
    }
}

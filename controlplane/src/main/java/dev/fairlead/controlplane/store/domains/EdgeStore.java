package dev.fairlead.controlplane.store.domains;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.ids.OrganizationId;

import org.jdbi.v3.core.Handle;

import java.util.List;

/// The proven domains as a web server before us has to know them.
public final class EdgeStore {
    private final Database database;

    public EdgeStore(Database database) {
        this.database = database;
    }

    /// A name, and whether plain requests are to be sent to https.
    public record Proven(DomainName name, boolean redirectToHttps) {}

    /// By name, at most `most`.
    public List<Proven> of(OrganizationId organization, int most) {
        return database.inTenant(organization, handle -> read(handle, most));
    }

    /// Those of all organizations.
    public List<Proven> all(int most) {
        return database.inInstallation(handle -> read(handle, most));
    }

    private static List<Proven> read(Handle handle, int most) {
        return handle.createQuery(
                        "select name, redirect_https from domains where state = 'active'"
                                + " order by name collate \"C\" limit ?")
                .bind(0, most)
                .map((row, _) ->
                        new Proven(
                                new DomainName(DomainStore.text(row, "name")),
                                row.getBoolean("redirect_https")))
                .list();
    }
}

package dev.fairlead.controlplane.control.domains;

import dev.fairlead.controlplane.store.domains.HostStore;
import dev.fairlead.dataplane.hosts.HostTable;

import java.util.UUID;
import java.util.function.Consumer;

/// What the data plane knows of domains: read anew from the store after each change, on whatever
/// instance it was made.
public final class PublishedHosts {
    private final HostStore store;
    private final HostTables tables;
    private final Consumer<HostTable> dataPlane;
    private final HostsFile file;
    private final String instance = UUID.randomUUID().toString();
    private long revision = -1;

    public PublishedHosts(
            HostStore store, HostTables tables, Consumer<HostTable> dataPlane, HostsFile file) {
        this.store = store;
        this.tables = tables;
        this.dataPlane = dataPlane;
        this.file = file;
    }

    /// Publishes what the store says where that is new, and notes how far this instance has come.
    public synchronized void refresh() {
        if (store.revision() != revision) {
            HostStore.Published read = store.read();
            HostTables.Made made = tables.of(read);
            dataPlane.accept(made.table());
            file.write(made);
            revision = read.revision();
        }
        store.reached(instance, revision);
    }
}

package dev.fairlead.controlplane.control.domains;

import dev.fairlead.controlplane.store.domains.HostStore;
import dev.fairlead.dataplane.hosts.HostTable;

import java.time.Duration;
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
    private volatile HostSwitches switches = HostSwitches.UNHEARD;
    private HostTable current = HostTable.EMPTY;
    private long revision = -1;

    public PublishedHosts(
            HostStore store, HostTables tables, Consumer<HostTable> dataPlane, HostsFile file) {
        this.store = store;
        this.tables = tables;
        this.dataPlane = dataPlane;
        this.file = file;
    }

    /// Hears of changes from now on.
    public void onSwitch(HostSwitches hears) {
        switches = hears;
    }

    /// Publishes what the store says where that is new, and notes how far this instance has come.
    public synchronized void refresh() {
        if (store.revision() != revision) {
            long begin = System.nanoTime();
            HostStore.Published read = store.read();
            HostTables.Made made = tables.of(read);
            dataPlane.accept(made.table());
            if (revision >= 0) {
                var took = Duration.ofNanos(System.nanoTime() - begin);
                switches.switched(current, made.table(), took);
            }
            file.write(made);
            current = made.table();
            revision = read.revision();
        }
        store.reached(instance, revision);
    }
}

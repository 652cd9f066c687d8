package dev.fairlead.server.domains;

import dev.fairlead.controlplane.control.domains.HostTables;
import dev.fairlead.controlplane.control.domains.HostsFile;
import dev.fairlead.controlplane.control.domains.PublishedHosts;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.domains.HostStore;
import dev.fairlead.dataplane.hosts.Hosts;

import java.nio.file.Path;

/// Where the planes meet for domains: tables go from control to the data plane, from disk at first.
public final class HostTableSource implements AutoCloseable {
    static final String APEX = "localhost";

    private final HostTables tables;
    private final HostsFile file;
    private final Hosts hosts = new Hosts();

    public HostTableSource(Path path, Envelope envelope) {
        this.tables = new HostTables(envelope);
        this.file = new HostsFile(path, tables);
    }

    /// How many domains the last snapshot had.
    public int restore() {
        hosts.publish(file.read());
        return hosts.size();
    }

    public Hosts hosts() {
        return hosts;
    }

    PublishedHosts published(HostStore store) {
        return new PublishedHosts(store, tables, hosts::publish, file);
    }

    @Override
    public void close() {
        file.close();
    }
}

package dev.fairlead.controlplane.control.routes;

import dev.fairlead.controlplane.control.signing.SigningSecrets;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.services.PublishedStore;
import dev.fairlead.controlplane.store.services.PublishedStore.Published;
import dev.fairlead.dataplane.router.RouteTable;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.signing.SigningSecret;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.dataplane.versions.VersionSpec;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The current route table. A change of one function replaces one entry; the whole is read once, at
/// start.
public final class PublishedRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedRoutes.class);

    private final PublishedStore store;
    private final DataPlane dataPlane;
    private final SnapshotFile file;
    private final Function<ContentHash, Path> artifacts;
    private final SigningSecrets signing;
    private final Map<ServiceId, RoutedService> services = new LinkedHashMap<>();
    private final Set<ServiceId> owed = ConcurrentHashMap.newKeySet();
    private long revision;

    public PublishedRoutes(
            PublishedStore store,
            DataPlane dataPlane,
            SnapshotFile file,
            Function<ContentHash, Path> artifacts,
            SigningSecrets signing) {
        this.store = store;
        this.dataPlane = dataPlane;
        this.file = file;
        this.artifacts = artifacts;
        this.signing = signing;
    }

    /// Publishes what the store says, all of it.
    public synchronized int reload() {
        var byFunction = new LinkedHashMap<ServiceId, List<Published>>();
        for (Published row : store.all()) {
            byFunction.computeIfAbsent(row.function(), _ -> new ArrayList<>()).add(row);
        }
        Map<ServiceId, List<SigningSecret>> secrets = signing.all();
        services.clear();
        byFunction.forEach((function, rows) ->
                services.put(function, service(rows, secrets.getOrDefault(function, List.of()))));
        publish();
        file.write(List.copyOf(services.values()));
        return services.size();
    }

    /// Publishes what the store says of one function. Where the store cannot say, that is thrown,
    /// and asked again until it can: what it committed must not stay unpublished.
    public void refresh(ServiceId function) {
        try {
            refreshNow(function);
        } catch (DatabaseUnavailable e) {
            if (owed.add(function)) {
                Thread.ofVirtual().name("publish-later").start(() -> refreshLater(function));
            }
            throw e;
        }
    }

    private void refreshLater(ServiceId function) {
        while (owed.contains(function)) {
            try {
                TimeUnit.SECONDS.sleep(1);
                refreshNow(function);
                owed.remove(function);
            } catch (DatabaseUnavailable e) {
                LOG.debug("not published yet functionId={}", function, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized void refreshNow(ServiceId function) {
        List<Published> rows = store.of(function);
        if (rows.isEmpty()) {
            services.remove(function);
        } else {
            services.put(function, service(rows, signing.of(function)));
        }
        publish();
        file.write(List.copyOf(services.values()));
    }

    /// A function that is gone from the store answers no more; needs no store.
    public synchronized void remove(ServiceId function) {
        if (services.remove(function) != null) {
            publish();
            file.write(List.copyOf(services.values()));
        }
    }

    private void publish() {
        revision++;
        dataPlane.publish(new RouteTable(revision, List.copyOf(services.values())));
    }

    private RoutedService service(List<Published> rows, List<SigningSecret> secrets) {
        Published first = rows.getFirst();
        var aliases = new HashMap<AliasName, Integer>();
        var versions = new HashMap<Integer, VersionSpec>();
        for (Published row : rows) {
            aliases.put(row.alias(), row.version());
            versions.put(
                    row.version(),
                    new GuestSpec(
                            row.function(),
                            row.version(),
                            row.abi(),
                            artifacts.apply(row.artifact()),
                            row.artifact(),
                            row.settings().limits(),
                            Map.of()));
        }
        return new RoutedService(
                first.organization(),
                first.function(),
                first.project(),
                first.name(),
                first.settings(),
                aliases,
                versions,
                secrets);
    }
}

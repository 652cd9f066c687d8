package dev.fairlead.controlplane.control.routes;

import dev.fairlead.controlplane.control.signing.SigningSecrets;
import dev.fairlead.controlplane.control.variables.Configurations;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.services.PublishedStore;
import dev.fairlead.controlplane.store.services.PublishedStore.Published;
import dev.fairlead.controlplane.store.versions.RolloutEnds;
import dev.fairlead.dataplane.inflight.Drain;
import dev.fairlead.dataplane.router.RouteTable;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.signing.SigningSecret;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.dataplane.versions.SiteSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.VersionSpec;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.ids.RolloutId;
import dev.fairlead.model.ids.ServiceId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The current route table. A change of one function replaces one entry; the whole is read once, at
/// start.
public final class PublishedRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedRoutes.class);

    private static final String LIVE = RoutedAlias.LIVE.text();
    private static final Duration OVERDUE = Duration.ofSeconds(10);

    private final PublishedStore store;
    private final DataPlane dataPlane;
    private final SnapshotFile file;
    private final Function<ContentHash, Path> artifacts;
    private final SigningSecrets signing;
    private final Configurations configurations;
    private final RolloutEnds ends;
    private final Map<ServiceId, RoutedService> services = new LinkedHashMap<>();
    private final Set<ServiceId> owed = ConcurrentHashMap.newKeySet();
    private volatile Switches switches = Switches.UNHEARD;
    private long revision;

    public PublishedRoutes(
            PublishedStore store,
            DataPlane dataPlane,
            SnapshotFile file,
            Function<ContentHash, Path> artifacts,
            SigningSecrets signing,
            Configurations configurations,
            RolloutEnds ends) {
        this.store = store;
        this.dataPlane = dataPlane;
        this.file = file;
        this.artifacts = artifacts;
        this.signing = signing;
        this.configurations = configurations;
        this.ends = ends;
    }

    /// Hears of changes from now on.
    public void onSwitch(Switches hears) {
        switches = hears;
    }

    /// Publishes what the store says, all of it.
    public synchronized int reload() {
        var byService = new LinkedHashMap<ServiceId, List<Published>>();
        for (Published row : store.all()) {
            byService.computeIfAbsent(row.service(), _ -> new ArrayList<>()).add(row);
        }
        Map<ServiceId, List<SigningSecret>> secrets = signing.all();
        services.clear();
        byService.forEach((function, rows) ->
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

    /// Publishes what a release made of a service; rollouts that end by it say so after that.
    /// Whoever reads that one has ended finds every request where it ended.
    public void release(ServiceId service) {
        List<RolloutId> owed = ends.owed(service);
        refresh(service);
        if (!owed.isEmpty()) {
            ends.say(service, owed);
        }
    }

    /// Does so for releases of servers that died in the middle.
    public void releaseOverdue() {
        ends.overdue(OVERDUE).forEach(this::release);
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

    private void refreshNow(ServiceId id) {
        startAhead(id);
        publishNow(id);
    }

    /// Apps take long to start: what comes is started before anybody waits for the table.
    private void startAhead(ServiceId id) {
        RoutedService before;
        synchronized (this) {
            before = services.get(id);
        }
        if (before == null || before.versions().values().stream().noneMatch(PublishedRoutes::app)) {
            return;
        }
        List<Published> rows = store.of(id);
        if (!rows.isEmpty()) {
            prepareNew(before, service(rows, List.of()));
        }
    }

    private static boolean app(VersionSpec spec) {
        return spec instanceof AppSpec;
    }

    private synchronized void publishNow(ServiceId id) {
        long begin = System.nanoTime();
        List<Published> rows = store.of(id);
        if (rows.isEmpty()) {
            remove(id);
            return;
        }
        RoutedService next = service(rows, signing.of(id));
        RoutedService before = services.get(id);
        if (next.equals(before)) {
            return;
        }
        if (before != null) {
            prepareNew(before, next);
        }
        revision++;
        Map<Integer, Drain> underWay = dataPlane.replace(revision, next);
        services.put(id, next);
        if (before != null) {
            switches.switched(before, next, underWay, Duration.ofNanos(System.nanoTime() - begin));
        }
        file.write(List.copyOf(services.values()));
    }

    private void prepareNew(RoutedService before, RoutedService next) {
        next.versions()
                .forEach((number, spec) -> {
                    boolean led = next.led().contains(number);
                    switch (spec) {
                        case GuestSpec guest when led && !before.versions().containsValue(guest) ->
                                prepare(number, next.id(), () -> dataPlane.prepare(guest));
                        case AppSpec app when led && !before.led().contains(number) ->
                                prepare(
                                        number,
                                        next.id(),
                                        () -> dataPlane.prepare(app, next.settings().scale()));
                        default -> {}
                    }
                });
    }

    /// Its first request should not wait for what can be done before; where that fails, the first
    /// request tells.
    private static void prepare(int version, ServiceId service, Runnable prepare) {
        try {
            prepare.run();
        } catch (BuildFailed e) {
            LOG.warn("a version cannot be prepared functionId={} version={}", service, version, e);
        }
    }

    /// A service that is gone from the store answers no more; needs no store.
    public synchronized void remove(ServiceId id) {
        if (services.containsKey(id)) {
            revision++;
            dataPlane.remove(revision, id);
            services.remove(id);
            file.write(List.copyOf(services.values()));
        }
    }

    private void publish() {
        revision++;
        dataPlane.publish(new RouteTable(revision, List.copyOf(services.values())));
    }

    private VersionSpec spec(Published row) {
        Optional<UpstreamSpec> upstream = row.configuration().upstream();
        if (upstream.isPresent()) {
            return upstream.get();
        }
        ContentHash artifact = row.artifact().orElseThrow();
        Abi abi = row.abi().orElseThrow();
        if (abi == Abi.SITE) {
            return new SiteSpec(
                    row.service(), row.version(), row.home(), artifacts.apply(artifact), artifact);
        }
        var guest =
                new GuestSpec(
                        row.service(),
                        row.version(),
                        abi,
                        artifacts.apply(artifact),
                        artifact,
                        row.configuration().limits(),
                        configurations.open(row.configuration(), row.deployment()));
        return abi.inContainers()
                ? new AppSpec(guest, row.organization(), row.project(), row.home(), row.name())
                : guest;
    }

    private RoutedService service(List<Published> rows, List<SigningSecret> secrets) {
        Published first = rows.getFirst();
        var aliases = new LinkedHashMap<String, RoutedAlias>();
        var versions = new HashMap<Integer, VersionSpec>();
        Limits limits = first.configuration().limits();
        for (Published row : rows) {
            var alias =
                    new RoutedAlias(row.environment(), row.alias(), row.revision(), row.traffic());
            aliases.put(alias.label(), alias);
            versions.put(row.version(), spec(row));
            if (alias.label().equals(LIVE) && row.version() == row.main()) {
                limits = row.configuration().limits();
            }
        }
        return new RoutedService(
                first.organization(),
                first.service(),
                first.project(),
                first.name(),
                first.settings().with(limits),
                aliases.values().stream().sorted(Comparator.comparing(RoutedAlias::label)).toList(),
                versions,
                secrets);
    }
}

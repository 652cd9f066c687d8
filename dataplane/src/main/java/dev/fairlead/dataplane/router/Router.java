package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.AppRuntime;
import dev.fairlead.dataplane.apps.NoApps;
import dev.fairlead.dataplane.inflight.Drain;
import dev.fairlead.dataplane.inflight.InFlight;
import dev.fairlead.dataplane.inflight.VersionInFlight;
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.sites.LiveSite;
import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.dataplane.versions.SiteSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.VersionSpec;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.ids.ServiceId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/// Holds the current services and finds them. A publish changes every answer at once or none, a
/// replacement those of one service.
public final class Router {
    private static final int MOST_PREPARED = 64;

    private final GuestRuntime runtime;
    private final AppRuntime apps;
    private final Map<VersionSpec, Backend> prepared = new ConcurrentHashMap<>();
    private final Object[] preparing = Stream.generate(Object::new).limit(MOST_PREPARED).toArray();
    private final Tallies tallies = new Tallies();
    private volatile Snapshot current =
            new Snapshot(-1, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    private final InFlight inFlight = new InFlight();
    private volatile List<Upstream> checked = List.of();

    /// One that runs no apps.
    public Router(GuestRuntime runtime) {
        this(runtime, new NoApps("apps are not run here"));
    }

    public Router(GuestRuntime runtime, AppRuntime apps) {
        this.runtime = runtime;
        this.apps = apps;
    }

    private record Snapshot(
            long revision,
            ConcurrentMap<String, LiveService> byAddress,
            ConcurrentMap<ServiceId, LiveService> byFunction) {}

    /// Makes `table` the current one; an older one than the current is ignored. Queues and guests
    /// of services that stay are kept; guests of versions that went away finish what they run.
    public synchronized void publish(RouteTable table) {
        Snapshot before = current;
        if (table.revision() < before.revision()) {
            return;
        }
        int size = table.services().size() * 4 / 3 + 1;
        var byAddress = new ConcurrentHashMap<String, LiveService>(size);
        var byFunction = new ConcurrentHashMap<ServiceId, LiveService>(size);
        for (RoutedService entry : table.services()) {
            LiveService service = adopt(entry, before.byFunction().get(entry.id()));
            byAddress.put(address(entry.project().text(), entry.name().text()), service);
            byFunction.put(entry.id(), service);
        }
        current = new Snapshot(table.revision(), byAddress, byFunction);
        before.byFunction().forEach((id, old) -> leave(old, byFunction.get(id)));
        inFlight.sweep();
        checked = checked(byFunction);
        dropOvertaken();
    }

    /// Makes one service another; the rest of the table stays. An older one than the current is
    /// ignored. Gives what was under way in that moment at the versions that requests went to.
    public synchronized Map<Integer, Drain> replace(long revision, RoutedService entry) {
        Snapshot before = current;
        if (revision < before.revision()) {
            return Map.of();
        }
        LiveService old = before.byFunction().get(entry.id());
        LiveService service = adopt(entry, old);
        before.byFunction().put(entry.id(), service);
        before.byAddress().put(address(entry.project().text(), entry.name().text()), service);
        current = new Snapshot(revision, before.byAddress(), before.byFunction());
        var underWay = new HashMap<Integer, Drain>();
        if (old != null && old != service) {
            for (int version : old.entry().led()) {
                underWay.put(version, inFlight.of(entry.id(), version).drain());
            }
        }
        leave(old, service);
        inFlight.sweep();
        if (service.checks() || (old != null && old.checks())) {
            checked = checked(before.byFunction());
        }
        dropOvertaken();
        return underWay;
    }

    /// What is under way at the versions that a service's requests go to; whoever asks lets go of
    /// it.
    public synchronized Map<Integer, Drain> underWay(ServiceId id) {
        var underWay = new HashMap<Integer, Drain>();
        find(id).ifPresent(live -> {
            for (int version : live.entry().led()) {
                underWay.put(version, inFlight.of(id, version).drain());
            }
        });
        return underWay;
    }

    /// One service answers no more.
    public synchronized void remove(long revision, ServiceId id) {
        Snapshot before = current;
        LiveService old = before.byFunction().get(id);
        if (revision < before.revision() || old == null) {
            return;
        }
        before.byAddress()
                .remove(address(old.entry().project().text(), old.entry().name().text()), old);
        before.byFunction().remove(id);
        current = new Snapshot(revision, before.byAddress(), before.byFunction());
        leave(old, null);
        inFlight.sweep();
        if (old.checks()) {
            checked = checked(before.byFunction());
        }
    }

    /// A version that was prepared and then overtaken is never named; a few may wait for their
    /// turn.
    private void dropOvertaken() {
        if (prepared.size() > MOST_PREPARED) {
            prepared.values().forEach(Backend::close);
            prepared.clear();
        }
    }

    /// Loads a version ahead of the table that will name it. Throws `BuildFailed` when it cannot
    /// run.
    public void prepare(GuestSpec spec) {
        if (prepared.containsKey(spec)) {
            return;
        }
        Guest guest = runtime.guest(spec);
        guest.prepare();
        keep(spec, new Backend.OfGuest(guest));
    }

    /// The same of an app, which may be one that rests. Blocks until as many instances answer as
    /// another version of it has now, or as `scale` wants at least.
    public void prepare(AppSpec spec, Scale scale) {
        int instances = Math.max(1, scale.within(present(spec)));
        // Whoever prepares the same version meanwhile waits, and finds what is there then.
        synchronized (preparing[Math.floorMod(spec.hashCode(), preparing.length)]) {
            Optional<App> there = find(spec.program().function()).flatMap(live -> live.app(spec));
            if (there.isPresent()) {
                there.get().prepare(instances);
            } else if (!prepared.containsKey(spec)) {
                start(spec, instances);
            }
        }
    }

    private void start(AppSpec spec, int instances) {
        App app = apps.app(spec);
        try {
            app.prepare(instances);
        } catch (BuildFailed e) {
            app.close();
            throw e;
        }
        keep(spec, new Backend.OfApp(app));
    }

    /// How many instances the greatest of its versions has that requests are sent to in its
    /// environment.
    private int present(AppSpec spec) {
        return find(spec.program().function()).stream()
                .flatMap(live -> live.apps(spec.environment()))
                .mapToInt(app -> app.upstream().targets().size())
                .max()
                .orElse(0);
    }

    private void keep(VersionSpec spec, Backend loaded) {
        Backend before = prepared.put(spec, loaded);
        if (before != null) {
            before.close();
        }
    }

    /// What was prepared of an app with this artifact will not be named after all.
    public void forget(ServiceId service, ContentHash artifact) {
        prepared.forEach((spec, backend) -> {
            boolean meant =
                    spec instanceof AppSpec app
                            && app.program().function().equals(service)
                            && app.program().hash().equals(artifact);
            if (meant && prepared.remove(spec, backend)) {
                backend.close();
            }
        });
    }

    /// The service at `project` and `name`, whatever their case.
    public Optional<LiveService> find(String project, String name) {
        return Optional.ofNullable(current.byAddress().get(address(project, name)));
    }

    public Optional<LiveService> find(ServiceId function) {
        return Optional.ofNullable(current.byFunction().get(function));
    }

    /// What became of the requests of aliases that are split.
    public Tallies tallies() {
        return tallies;
    }

    public int size() {
        return current.byFunction().size();
    }

    private LiveService adopt(RoutedService entry, @Nullable LiveService old) {
        if (old != null && old.entry().equals(entry)) {
            return old;
        }
        var ready = new HashMap<Integer, Ready>();
        Set<Integer> led = entry.led();
        entry.versions()
                .forEach((number, spec) -> ready.put(number, ready(number, spec, entry, led, old)));
        if (old == null) {
            return new LiveService(entry, new Admission(entry.limits()), ready, tallies);
        }
        old.admission().change(entry.limits());
        return new LiveService(entry, old.admission(), ready, tallies);
    }

    private Ready ready(
            int number,
            VersionSpec spec,
            RoutedService entry,
            Set<Integer> led,
            @Nullable LiveService old) {
        VersionInFlight counts =
                led.contains(number)
                        ? inFlight.join(entry.id(), number)
                        : inFlight.of(entry.id(), number);
        Ready before = old == null ? null : old.ready().get(number);
        boolean same =
                old != null && before != null && spec.equals(old.entry().versions().get(number));
        Backend backend = same && before != null ? before.backend() : backend(spec);
        if (backend instanceof Backend.OfApp(App app) && led.contains(number)) {
            app.led(entry.settings().scale());
        }
        return new Ready(number, backend, counts);
    }

    private Backend backend(VersionSpec spec) {
        return switch (spec) {
            case GuestSpec guest ->
                    ahead(guest).orElseGet(() -> new Backend.OfGuest(runtime.guest(guest)));
            case AppSpec app -> ahead(app).orElseGet(() -> new Backend.OfApp(apps.app(app)));
            case SiteSpec site -> new Backend.OfSite(new LiveSite(site));
            case UpstreamSpec upstream -> new Backend.OfUpstream(new Upstream(upstream));
        };
    }

    private Optional<Backend> ahead(VersionSpec spec) {
        return Optional.ofNullable(prepared.remove(spec));
    }

    /// Versions that nothing leads to any more end what they do in their time, and are closed where
    /// nobody keeps them.
    private void leave(@Nullable LiveService old, @Nullable LiveService now) {
        if (old == null || old == now) {
            return;
        }
        old.replacedBy(now);
        ServiceId id = old.entry().id();
        Set<Integer> led = now == null ? Set.of() : now.entry().led();
        Set<Integer> before = old.entry().led();
        Map<Integer, Ready> kept = now == null ? Map.of() : now.ready();
        old.ready()
                .forEach((number, one) -> {
                    if (before.contains(number) && !led.contains(number)) {
                        inFlight.leave(id, number, patience(one.backend()));
                        if (one.backend() instanceof Backend.OfApp(App app)) {
                            app.rest();
                        }
                    }
                    Ready same = kept.get(number);
                    if (same == null || !same.backend().equals(one.backend())) {
                        one.backend().close();
                    }
                });
    }

    /// Functions end by their own limits.
    private static Duration patience(Backend backend) {
        return switch (backend) {
            case Backend.OfGuest _, Backend.OfSite _ -> UpstreamSpec.USUAL_DRAIN;
            case Backend.OfUpstream(Upstream upstream) -> upstream.spec().drain();
            case Backend.OfApp(App app) -> app.upstream().spec().drain();
        };
    }

    /// The upstreams that are to be asked how they are.
    public List<Upstream> checked() {
        return checked;
    }

    private static List<Upstream> checked(Map<ServiceId, LiveService> services) {
        return services.values().stream().flatMap(LiveService::checked).toList();
    }

    /// What is under way at which version.
    public InFlight inFlight() {
        return inFlight;
    }

    private static String address(String project, String name) {
        return project + '/' + name;
    }
}

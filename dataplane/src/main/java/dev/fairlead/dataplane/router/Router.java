package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.inflight.InFlight;
import dev.fairlead.dataplane.router.LiveService.Target;
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.VersionSpec;
import dev.fairlead.model.ids.ServiceId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Holds the current snapshot and finds services in it. Readers take one volatile read; a publish
/// changes every answer at once or none.
public final class Router {
    private static final int MOST_PREPARED = 64;

    private final GuestRuntime runtime;
    private final Map<GuestSpec, Guest> prepared = new ConcurrentHashMap<>();
    private final InFlight inFlight = new InFlight();
    private volatile List<Upstream> checked = List.of();
    private volatile Snapshot current = new Snapshot(-1, Map.of(), Map.of());

    public Router(GuestRuntime runtime) {
        this.runtime = runtime;
    }

    private record Snapshot(
            long revision,
            Map<String, LiveService> byAddress,
            Map<ServiceId, LiveService> byFunction) {}

    /// Makes `table` the current one; an older one than the current is ignored. Queues and guests
    /// of services that stay are kept; guests of versions that went away finish what they run.
    public synchronized void publish(RouteTable table) {
        Snapshot before = current;
        if (table.revision() < before.revision()) {
            return;
        }
        int size = table.services().size() * 4 / 3 + 1;
        var byAddress = new HashMap<String, LiveService>(size);
        var byFunction = new HashMap<ServiceId, LiveService>(size);
        for (RoutedService entry : table.services()) {
            LiveService service = adopt(entry, before.byFunction().get(entry.function()));
            byAddress.put(address(entry.project().text(), entry.name().text()), service);
            byFunction.put(entry.function(), service);
        }
        current = new Snapshot(table.revision(), byAddress, byFunction);
        leaveWhatWent(before, byFunction);
        checked = checked(byFunction);
        dropOvertaken();
    }

    /// A version that was prepared and then overtaken is never named; a few may wait for their
    /// turn.
    private void dropOvertaken() {
        if (prepared.size() > MOST_PREPARED) {
            prepared.values().forEach(Guest::close);
            prepared.clear();
        }
    }

    /// Loads a version ahead of the table that will name it. Throws `BuildFailed` when it cannot
    /// run.
    public void prepare(GuestSpec spec) {
        Guest guest = runtime.guest(spec);
        guest.prepare();
        Guest before = prepared.put(spec, guest);
        if (before != null) {
            before.close();
        }
    }

    /// The service at `project` and `name`, whatever their case.
    public Optional<LiveService> find(String project, String name) {
        return Optional.ofNullable(current.byAddress().get(address(project, name)));
    }

    public Optional<LiveService> find(ServiceId function) {
        return Optional.ofNullable(current.byFunction().get(function));
    }

    public int size() {
        return current.byFunction().size();
    }

    private LiveService adopt(RoutedService entry, @Nullable LiveService old) {
        if (old != null && old.entry().equals(entry)) {
            return old;
        }
        var targets = new HashMap<Integer, Target>();
        entry.versions()
                .forEach((number, spec) -> targets.put(number, target(number, spec, entry, old)));
        if (old == null) {
            return new LiveService(entry, new Admission(entry.limits()), targets);
        }
        old.admission().change(entry.limits());
        return new LiveService(entry, old.admission(), targets);
    }

    private Target target(
            int number, VersionSpec spec, RoutedService entry, @Nullable LiveService old) {
        if (old != null && spec.equals(old.entry().versions().get(number))) {
            Target kept = old.targets().get(number);
            if (kept != null) {
                return kept;
            }
        }
        Backend backend =
                switch (spec) {
                    case GuestSpec guest -> new Backend.OfGuest(guest(guest));
                    case UpstreamSpec upstream -> new Backend.OfUpstream(new Upstream(upstream));
                };
        return new Target(number, backend, inFlight.join(entry.function(), number));
    }

    private Guest guest(GuestSpec spec) {
        Guest ahead = prepared.remove(spec);
        return ahead == null ? runtime.guest(spec) : ahead;
    }

    private void leaveWhatWent(Snapshot before, Map<ServiceId, LiveService> after) {
        before.byFunction()
                .forEach((id, old) -> {
                    LiveService now = after.get(id);
                    Map<Integer, Target> kept = now == null ? Map.of() : now.targets();
                    if (old != now) {
                        old.targets().forEach((number, target) -> leave(id, target, kept));
                    }
                });
        inFlight.sweep();
    }

    private void leave(ServiceId service, Target target, Map<Integer, Target> kept) {
        Target same = kept.get(target.version());
        if (same == null) {
            inFlight.leave(service, target.version(), patience(target.backend()));
        }
        if (same == null || !same.backend().equals(target.backend())) {
            target.backend().close();
        }
    }

    /// Functions end by their own limits.
    private static Duration patience(Backend backend) {
        return switch (backend) {
            case Backend.OfGuest _ -> UpstreamSpec.USUAL_DRAIN;
            case Backend.OfUpstream(Upstream upstream) -> upstream.spec().drain();
        };
    }

    /// The upstreams that are to be asked how they are.
    public List<Upstream> checked() {
        return checked;
    }

    private static List<Upstream> checked(Map<ServiceId, LiveService> services) {
        var found = new ArrayList<Upstream>();
        for (LiveService service : services.values()) {
            for (Target target : service.targets().values()) {
                if (target.backend() instanceof Backend.OfUpstream(Upstream upstream)
                        && upstream.spec().health().check().isPresent()) {
                    found.add(upstream);
                }
            }
        }
        return List.copyOf(found);
    }

    /// What is under way at which version.
    public InFlight inFlight() {
        return inFlight;
    }

    private static String address(String project, String name) {
        return project + '/' + name;
    }
}

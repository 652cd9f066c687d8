package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.runtime.GuestSpec;
import dev.fairlead.model.ids.ServiceId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Holds the current services and finds them. A publish changes every answer at once or none, a
/// replacement those of one service.
public final class Router {
    private static final int MOST_PREPARED = 64;

    private final GuestRuntime runtime;
    private final Map<GuestSpec, Guest> prepared = new ConcurrentHashMap<>();
    private final Tallies tallies = new Tallies();
    private volatile Snapshot current =
            new Snapshot(-1, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    public Router(GuestRuntime runtime) {
        this.runtime = runtime;
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
        before.byFunction().forEach((id, old) -> closeWhatWent(old, byFunction.get(id)));
        dropOvertaken();
    }

    /// Makes one service another; the rest of the table stays. An older one than the current is
    /// ignored.
    public synchronized void replace(long revision, RoutedService entry) {
        Snapshot before = current;
        if (revision < before.revision()) {
            return;
        }
        LiveService old = before.byFunction().get(entry.id());
        LiveService service = adopt(entry, old);
        before.byFunction().put(entry.id(), service);
        before.byAddress().put(address(entry.project().text(), entry.name().text()), service);
        current = new Snapshot(revision, before.byAddress(), before.byFunction());
        closeWhatWent(old, service);
        dropOvertaken();
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
        closeWhatWent(old, null);
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
        if (prepared.containsKey(spec)) {
            return;
        }
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
        var guests = new HashMap<Integer, Guest>();
        entry.versions().forEach((number, spec) -> guests.put(number, guest(spec, old)));
        if (old == null) {
            return new LiveService(entry, new Admission(entry.limits()), guests, tallies);
        }
        old.admission().change(entry.limits());
        return new LiveService(entry, old.admission(), guests, tallies);
    }

    private Guest guest(GuestSpec spec, @Nullable LiveService old) {
        if (old != null && spec.equals(old.entry().versions().get(spec.version()))) {
            Guest kept = old.guests().get(spec.version());
            if (kept != null) {
                return kept;
            }
        }
        Guest ahead = prepared.remove(spec);
        return ahead == null ? runtime.guest(spec) : ahead;
    }

    private static void closeWhatWent(@Nullable LiveService old, @Nullable LiveService now) {
        if (old == null || old == now) {
            return;
        }
        old.replacedBy(now);
        old.guests().values().stream()
                .filter(g -> now == null || !now.guests().containsValue(g))
                .forEach(Guest::close);
    }

    private static String address(String project, String name) {
        return project + '/' + name;
    }
}

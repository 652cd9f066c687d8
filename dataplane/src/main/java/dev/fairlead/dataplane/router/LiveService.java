package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.limits.Policy;
import dev.fairlead.dataplane.sites.LiveSite;
import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.model.names.EnvironmentName;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A routed service with what answers for its versions and its queue: what one entry of the route
/// table became.
public final class LiveService {
    private final RoutedService entry;
    private final Admission admission;
    private final Map<Integer, Ready> ready;
    private final Map<String, Split> splits;
    private final Optional<Policy> rate;
    private final String id;
    private final String organization;

    LiveService(
            RoutedService entry, Admission admission, Map<Integer, Ready> ready, Tallies tallies) {
        this.entry = entry;
        this.admission = admission;
        this.ready = Map.copyOf(ready);
        this.splits =
                entry.aliases().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        RoutedAlias::label,
                                        alias -> new Split(entry, alias, ready, tallies)));
        this.rate = entry.settings().rateLimit().map(limit -> Policy.of("function", limit));
        this.id = entry.id().toString();
        this.organization = entry.organization().toString();
    }

    public RoutedService entry() {
        return entry;
    }

    /// How often it may be called, as buckets count.
    public Optional<Policy> rate() {
        return rate;
    }

    /// The function's id as text.
    public String id() {
        return id;
    }

    /// The organization's id as text.
    public String organization() {
        return organization;
    }

    public Admission admission() {
        return admission;
    }

    /// Whether an alias is found by this label (`RoutedAlias`).
    public boolean has(String label) {
        return splits.containsKey(label);
    }

    /// The version that the alias found by `label` sends this visitor to.
    public Optional<Target> target(String label, Visitor visitor) {
        Split split = splits.get(label);
        return split == null ? Optional.empty() : split.pick(visitor);
    }

    /// The versions of a site before `current` in its environment that are still here, newest
    /// first.
    public List<LiveSite> before(LiveSite current) {
        return ready.values().stream()
                .filter(one -> one.version() < current.spec().version())
                .sorted(Comparator.comparingInt(Ready::version).reversed())
                .flatMap(one ->
                        one.backend() instanceof Backend.OfSite(LiveSite site)
                                        && site.spec()
                                                .environment()
                                                .equals(current.spec().environment())
                                ? Stream.of(site)
                                : Stream.empty())
                .toList();
    }

    /// The apps of versions that some alias of this environment leads to.
    Stream<App> apps(EnvironmentName environment) {
        Set<Integer> led = entry.led();
        return ready.values().stream()
                .filter(one -> led.contains(one.version()))
                .filter(one ->
                        entry.versions().get(one.version()) instanceof AppSpec spec
                                && spec.environment().equals(environment))
                .flatMap(one -> one.app().stream());
    }

    /// The app of one version.
    public Optional<App> app(AppSpec spec) {
        return spec.equals(entry.versions().get(spec.program().version()))
                ? Optional.ofNullable(ready.get(spec.program().version())).flatMap(Ready::app)
                : Optional.empty();
    }

    /// The instances of each version that has some.
    public Map<Integer, List<AppInstance>> instances() {
        return instances(App::instances);
    }

    /// The same, and what each takes. May block for seconds.
    public Map<Integer, List<AppInstance>> measured() {
        return instances(App::measured);
    }

    private Map<Integer, List<AppInstance>> instances(Function<App, List<AppInstance>> of) {
        var all = new TreeMap<Integer, List<AppInstance>>();
        for (Ready one : ready.values()) {
            List<AppInstance> its = one.app().map(of).orElse(List.of());
            if (!its.isEmpty()) {
                all.put(one.version(), its);
            }
        }
        return all;
    }

    Map<Integer, Ready> ready() {
        return ready;
    }

    /// Whether any of its versions is asked how it is.
    boolean checks() {
        return checked().findAny().isPresent();
    }

    /// The upstreams that are to be asked how they are.
    Stream<Upstream> checked() {
        return ready.values().stream()
                .flatMap(one -> one.backend().upstream().stream())
                .filter(upstream -> upstream.spec().health().check().isPresent());
    }

    /// Counts of revisions that `next` has no more are complete once what runs has ended.
    void replacedBy(@Nullable LiveService next) {
        Set<Tally> kept = next == null ? Set.of() : next.tallies();
        tallies().stream().filter(tally -> !kept.contains(tally)).forEach(Tally::left);
    }

    private Set<Tally> tallies() {
        return splits.values().stream()
                .flatMap(split -> split.targets().stream())
                .flatMap(target -> target.tally().stream())
                .collect(Collectors.toSet());
    }
}

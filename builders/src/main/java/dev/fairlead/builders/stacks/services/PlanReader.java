package dev.fairlead.builders.stacks.services;

import dev.fairlead.builders.stacks.compose.Folder;
import dev.fairlead.builders.stacks.compose.Model;
import dev.fairlead.builders.stacks.yaml.Part;
import dev.fairlead.builders.stacks.yaml.Problems;
import dev.fairlead.model.stacks.StackDescription.StackNetwork;
import dev.fairlead.model.stacks.StackMount;
import dev.fairlead.model.stacks.StackService;
import dev.fairlead.model.stacks.StackService.Condition;
import dev.fairlead.model.stacks.StackService.Dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Reads the services of a compose model, chooses those that are to run, and puts them in order.
public final class PlanReader {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,62}";
    private static final int MOST = 50;

    private final Part root;
    private final Folder folder;
    private final Set<String> profiles;
    private final Problems problems;

    /// With those services that have one of `profiles`, or none.
    public PlanReader(Model model, Folder folder, Set<String> profiles, Problems problems) {
        this.root = new Part("", model.root(), problems);
        this.folder = folder;
        this.profiles = Set.copyOf(profiles);
        this.problems = problems;
    }

    /// Throws `BuildFailed` with everything that is wrong.
    public Plan read() throws IOException {
        Part top = root;
        Keys.FILE.check(top);
        Resources resources = Resources.of(top);
        Map<String, Part> all =
                top.get("services").map(Part::entries).orElse(Map.<String, Part>of());
        var planned = new LinkedHashMap<String, Planned>();
        var left = new TreeSet<String>();
        for (var entry : all.entrySet()) {
            String name = entry.getKey();
            Part part = entry.getValue();
            if (name.startsWith("x-")) {
                continue;
            }
            if (!name.matches(NAME) || !part.isMapping()) {
                part.refuse(
                        part.isMapping()
                                ? "names have at most 63 of A-Z, a-z, 0-9, '_', '.' and '-'"
                                : "must be a mapping");
                continue;
            }
            if (enabled(part)) {
                planned.put(name, new ServiceReader(name, part, folder, resources).read());
            } else {
                left.add(name);
            }
        }
        if (planned.isEmpty()) {
            top.refuse(left.isEmpty() ? "there are no services" : "all services have profiles");
        }
        if (planned.size() > MOST) {
            top.refuse("there are more than " + MOST + " services");
        }
        problems.end();
        List<Planned> known = known(planned, left);
        problems.end();
        List<Planned> ordered = ordered(known);
        return new Plan(ordered, networks(ordered, resources), volumes(ordered));
    }

    private boolean enabled(Part service) {
        List<String> own = service.get("profiles").map(Part::texts).orElse(List.of());
        return own.isEmpty() || own.stream().anyMatch(one -> one.equals("*") || active(one));
    }

    private boolean active(String profile) {
        return profiles.contains(profile) || profiles.contains("*");
    }

    /// Without what they could do without and what is not there; the rest of what is missing is
    /// refused.
    private List<Planned> known(Map<String, Planned> planned, Set<String> left) {
        var known = new ArrayList<Planned>();
        for (Planned one : planned.values()) {
            var dependencies = new ArrayList<Dependency>();
            for (Dependency on : one.service().dependencies()) {
                Planned other = planned.get(on.service());
                if (other != null) {
                    check(one, on, other);
                    dependencies.add(on);
                } else if (on.required()) {
                    one.part()
                            .refuse(
                                    "depends_on",
                                    left.contains(on.service())
                                            ? on.service()
                                                    + " has profiles, none of which is in profiles:"
                                                    + " of fairlead.yaml"
                                            : "there is no service " + on.service());
                }
            }
            known.add(with(one, dependencies));
        }
        return known;
    }

    private static void check(Planned one, Dependency on, Planned other) {
        if (on.condition() == Condition.HEALTHY && other.service().health().isEmpty()) {
            one.part()
                    .refuse(
                            "depends_on."
                                    + on.service()
                                    + ": it has no healthcheck with a test, and those of images are"
                                    + " not looked at; give it one");
        }
    }

    private static Planned with(Planned one, List<Dependency> dependencies) {
        StackService was = one.service();
        return new Planned(
                one.part(),
                new StackService(
                        was.name(),
                        was.program(),
                        was.health(),
                        dependencies,
                        was.networks(),
                        was.mounts(),
                        was.confinement(),
                        was.replicas(),
                        was.restart()),
                one.image(),
                one.added(),
                one.dropped(),
                one.ports(),
                one.exposed());
    }

    private List<Planned> ordered(List<Planned> services) {
        var graph = new TreeMap<String, Set<String>>();
        for (Planned one : services) {
            graph.put(
                    one.name(),
                    one.service().dependencies().stream()
                            .map(Dependency::service)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        return switch (new Graph(graph).order()) {
            case Graph.Outcome.Ordered(List<String> names) ->
                    services.stream()
                            .sorted(Comparator.comparingInt(one -> names.indexOf(one.name())))
                            .toList();
            case Graph.Outcome.Circle(List<String> names) ->
                    throw problems.failed(
                            services.stream()
                                    .filter(one -> one.name().equals(names.getFirst()))
                                    .findFirst()
                                    .orElseThrow()
                                    .part()
                                    .node()
                                    .place(),
                            "services depend on each other in a circle: "
                                    + String.join(" → ", names));
        };
    }

    private static List<StackNetwork> networks(List<Planned> services, Resources resources) {
        var names = new TreeSet<String>();
        services.forEach(one -> names.addAll(one.service().networks().keySet()));
        return names.stream()
                .map(name -> new StackNetwork(name, resources.networks().getOrDefault(name, false)))
                .toList();
    }

    private static List<String> volumes(List<Planned> services) {
        return services.stream()
                .flatMap(one -> one.service().mounts().stream())
                .filter(StackMount.Volume.class::isInstance)
                .map(mount -> ((StackMount.Volume) mount).volume())
                .distinct()
                .sorted()
                .toList();
    }
}

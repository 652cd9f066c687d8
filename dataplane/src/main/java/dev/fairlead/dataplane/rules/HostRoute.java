package dev.fairlead.dataplane.rules;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One route of a domain: which requests it decides, what is done with them, and what becomes of
/// them. No methods stand for all.
public record HostRoute(
        String id,
        PathPattern path,
        Set<String> methods,
        List<Need> needs,
        int priority,
        Steps steps,
        RouteAction action) {
    /// The first decides: the more specific path, more needs, methods named, the higher priority.
    public static final Comparator<HostRoute> ORDER =
            Comparator.comparing(HostRoute::path, PathPattern.ORDER)
                    .thenComparingInt(route -> -route.needs().size())
                    .thenComparing(route -> route.methods().isEmpty())
                    .thenComparingInt(route -> -route.priority())
                    .thenComparing(HostRoute::id);

    public HostRoute {
        methods = Set.copyOf(methods);
        needs = List.copyOf(needs);
    }

    /// The same with other steps.
    public HostRoute with(Steps others) {
        return new HostRoute(id, path, methods, needs, priority, others, action);
    }

    /// Why it does not decide this request; empty where it could.
    public Optional<String> refuses(Asked asked) {
        return path.covers(asked.path())
                ? refusesOther(asked)
                : Optional.of("the path does not fit " + path);
    }

    /// The same for a path that fits.
    Optional<String> refusesOther(Asked asked) {
        // Whoever may GET may HEAD, and a page asks with OPTIONS for what it means to send.
        boolean free = methods.isEmpty() || methods.contains(asked.method());
        if (!free && asked.method().equals("HEAD") && methods.contains("GET")) {
            free = true;
        }
        if (!free && !(asked.method().equals("OPTIONS") && steps.cors().isPresent())) {
            return Optional.of(
                    "the method is not one of "
                            + String.join(", ", methods.stream().sorted().toList()));
        }
        for (Need need : needs) {
            Optional<String> lack = need.lacks(asked);
            if (lack.isPresent()) {
                return lack;
            }
        }
        return Optional.empty();
    }

    /// Whether some request could be decided by either, and nothing says by which.
    public boolean ties(HostRoute other) {
        return path.same(other.path)
                && priority == other.priority
                && needs.size() == other.needs.size()
                && methods.isEmpty() == other.methods.isEmpty()
                && (methods.isEmpty() || methods.stream().anyMatch(other.methods::contains))
                && needs.stream().noneMatch(one -> other.needs.stream().anyMatch(one::excludes));
    }
}

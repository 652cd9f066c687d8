package dev.fairlead.dataplane.rules;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes of one domain as a tree of segments, so that finding one looks at no more of them
/// than share its path. The order in which they were made counts for nothing.
public final class HostRoutes {
    public static final HostRoutes NONE = new HostRoutes(List.of());

    private final List<HostRoute> all;
    private final Node root = new Node();

    private static final class Node {
        final Map<String, Node> fixed = new HashMap<>();
        @Nullable Node named;
        final List<HostRoute> here = new ArrayList<>(1);
        final List<HostRoute> below = new ArrayList<>(1);

        Node next(PathPattern.Segment segment) {
            if (!segment.named()) {
                return fixed.computeIfAbsent(segment.text(), _ -> new Node());
            }
            if (named == null) {
                named = new Node();
            }
            return named;
        }
    }

    public HostRoutes(List<HostRoute> routes) {
        this.all = routes.stream().sorted(HostRoute.ORDER).toList();
        for (HostRoute route : all) {
            Node node = root;
            for (PathPattern.Segment segment : route.path().segments()) {
                node = node.next(segment);
            }
            (route.path().below() ? node.below : node.here).add(route);
        }
    }

    /// In the order in which they are tried.
    public List<HostRoute> all() {
        return all;
    }

    /// The one that decides.
    public Optional<HostRoute> find(Asked asked) {
        return all.isEmpty() ? Optional.empty() : Optional.ofNullable(find(root, asked, 0));
    }

    /// `at` is where the next `/` stands, or the path's end.
    private static @Nullable HostRoute find(Node node, Asked asked, int at) {
        String path = asked.path();
        HostRoute found = null;
        if (at < path.length()) {
            int end = path.indexOf('/', at + 1);
            int stop = end < 0 ? path.length() : end;
            String part = path.substring(at + 1, stop);
            Node next = node.fixed.get(part);
            if (next != null) {
                found = find(next, asked, stop);
            }
            if (found == null && node.named != null && !part.isEmpty()) {
                found = find(node.named, asked, stop);
            }
        } else {
            found = first(node.here, asked);
        }
        return found == null ? first(node.below, asked) : found;
    }

    private static @Nullable HostRoute first(List<HostRoute> routes, Asked asked) {
        for (HostRoute route : routes) {
            if (route.refusesOther(asked).isEmpty()) {
                return route;
            }
        }
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HostRoutes routes && all.equals(routes.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }
}

package dev.fairlead.dataplane.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.router.Visitor;
import dev.fairlead.dataplane.rules.Need.Where;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

class HostRoutesTest {
    private static Asked get(String path) {
        return new Asked("GET", path, Visitor.ANYBODY);
    }

    private static HostRoute route(String id, String path, String... methods) {
        return route(id, path, 0, List.of(), methods);
    }

    private static HostRoute route(
            String id, String path, int priority, List<Need> needs, String... methods) {
        return new HostRoute(
                id,
                PathPattern.parse(path),
                Set.of(methods),
                needs,
                priority,
                Steps.NONE,
                new RouteAction.Respond(200, "text/plain", id));
    }

    private static String decides(List<HostRoute> routes, Asked asked) {
        return new HostRoutes(routes).find(asked).map(HostRoute::id).orElse("none");
    }

    @Test
    void the_most_specific_decides_whatever_the_order() {
        // Given
        var beta = new Need(Where.HEADER, "x-beta", Optional.empty());
        var routes =
                new ArrayList<>(
                        List.of(
                                route("root", "/*"),
                                route("api", "/api/*"),
                                route("users", "/api/users/*"),
                                route("exact", "/api/users"),
                                route("user", "/api/users/{id}"),
                                route("me", "/api/users/me"),
                                route("orders", "/api/{kind}/{id}/orders"),
                                route("post", "/api/*", "POST"),
                                route("beta", "/api/*", 0, List.of(beta)),
                                route("low", "/tie/*"),
                                route("high", "/tie/*", 9, List.of())));
        var withBeta = new Described(Map.of("x-beta", "1"), Map.of());
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(routes, new Random(i));
            // When / Then
            assertThat(decides(routes, get("/"))).isEqualTo("root");
            assertThat(decides(routes, get("/apix"))).isEqualTo("root");
            assertThat(decides(routes, get("/api"))).isEqualTo("api");
            assertThat(decides(routes, get("/api/"))).isEqualTo("api");
            assertThat(decides(routes, get("/api/users"))).isEqualTo("exact");
            assertThat(decides(routes, get("/api/users/"))).isEqualTo("users");
            assertThat(decides(routes, get("/api/users/1"))).isEqualTo("user");
            assertThat(decides(routes, get("/api/users/me"))).isEqualTo("me");
            assertThat(decides(routes, get("/api/users/me/orders"))).isEqualTo("users");
            assertThat(decides(routes, get("/api/carts/7/orders"))).isEqualTo("orders");
            assertThat(decides(routes, get("/api/carts//orders"))).isEqualTo("api");
            assertThat(decides(routes, get("/tie/x"))).isEqualTo("high");
            assertThat(decides(routes, new Asked("POST", "/api/x", Visitor.ANYBODY)))
                    .isEqualTo("post");
            assertThat(decides(routes, new Asked("POST", "/api", withBeta))).isEqualTo("beta");
        }
    }

    @Test
    void whoever_may_get_may_ask_for_the_head() {
        // Given
        var routes = List.of(route("get", "/a", "GET"));
        // When / Then
        assertThat(decides(routes, new Asked("HEAD", "/a", Visitor.ANYBODY))).isEqualTo("get");
        assertThat(decides(routes, new Asked("OPTIONS", "/a", Visitor.ANYBODY))).isEqualTo("none");
        assertThat(decides(routes, new Asked("PUT", "/a", Visitor.ANYBODY))).isEqualTo("none");
    }

    @Test
    void finding_in_the_tree_and_trying_one_by_one_agree() {
        // Given
        long seed = 47;
        var random = new Random(seed);
        String[] paths = {
            "/*", "/", "/a", "/a/*", "/a/b", "/a/{x}", "/{x}/b/*", "/a/{x}/c", "/{x}/{y}", "/a/b/*"
        };
        String[] asked = {"/", "/a", "/a/b", "/a/b/c", "/b", "/b/b", "/a/", "/a/bb/c", "/x/y/z"};
        var one = new Described(Map.of(), Map.of("q", "1"));
        for (int turn = 0; turn < 5000; turn++) {
            var routes = new ArrayList<HostRoute>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                routes.add(
                        route(
                                "r" + i,
                                paths[random.nextInt(paths.length)],
                                random.nextInt(3),
                                random.nextBoolean()
                                        ? List.of()
                                        : List.of(new Need(Where.QUERY, "q", Optional.of("1"))),
                                random.nextBoolean() ? new String[0] : new String[] {"GET"}));
            }
            var request =
                    new Asked(
                            random.nextBoolean() ? "GET" : "PUT",
                            asked[random.nextInt(asked.length)],
                            random.nextBoolean() ? Visitor.ANYBODY : one);
            // When
            var index = new HostRoutes(routes);
            Optional<HostRoute> found = index.find(request);
            // Then
            assertThat(found)
                    .as("seed %d turn %d %s", seed, turn, request.path())
                    .isEqualTo(
                            index.all().stream()
                                    .filter(r -> r.refuses(request).isEmpty())
                                    .findFirst());
        }
    }

    @Test
    void ties_are_known() {
        // Given
        var one = new Need(Where.HEADER, "h", Optional.of("1"));
        var two = new Need(Where.HEADER, "h", Optional.of("2"));
        HostRoute plain = route("a", "/a/*", "GET");
        // When / Then
        assertThat(plain.ties(route("b", "/a/*", "GET", "POST"))).isTrue();
        assertThat(plain.ties(route("b", "/a/*", "POST"))).isFalse();
        assertThat(plain.ties(route("b", "/a", "GET"))).isFalse();
        assertThat(plain.ties(route("b", "/a/*"))).isFalse();
        assertThat(plain.ties(route("b", "/a/*", 1, List.of(), "GET"))).isFalse();
        HostRoute first = route("a", "/{x}/*", 0, List.of(one));
        assertThat(first.ties(route("b", "/{y}/*", 0, List.of(two)))).isFalse();
        assertThat(first.ties(route("b", "/{y}/*", 0, List.of(one)))).isTrue();
    }
}

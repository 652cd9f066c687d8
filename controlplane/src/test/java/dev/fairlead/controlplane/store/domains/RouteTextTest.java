package dev.fairlead.controlplane.store.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.dataplane.rules.Cors;
import dev.fairlead.dataplane.rules.HeaderChanges;
import dev.fairlead.dataplane.rules.HostRoute;
import dev.fairlead.dataplane.rules.Lead;
import dev.fairlead.dataplane.rules.Need;
import dev.fairlead.dataplane.rules.PathPattern;
import dev.fairlead.dataplane.rules.RouteAction;
import dev.fairlead.dataplane.rules.Steps;
import dev.fairlead.dataplane.rules.Template;
import dev.fairlead.model.access.PasswordUsers;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

class RouteTextTest {
    private static HostRoute route(String path, Steps steps, RouteAction action) {
        return new HostRoute(
                "rte_1",
                PathPattern.parse(path),
                Set.of("GET", "PUT"),
                List.of(
                        new Need(Need.Where.HEADER, "x-a", Optional.of("1")),
                        new Need(Need.Where.QUERY, "b", Optional.empty())),
                -3,
                steps,
                action);
    }

    static Stream<HostRoute> routes() {
        var all = PathPattern.parse("/u/{id}/*");
        var lead =
                new Lead(
                        ServiceId.next(Clock.systemUTC()),
                        new EnvironmentName("staging"),
                        new AliasName("canary"));
        var steps =
                new Steps(
                        new Steps.Networks(
                                List.of(IpRange.parse("10.0.0.0/8"), IpRange.parse("2001:db8::1")),
                                List.of(IpRange.parse("2001:db8::/32"))),
                        Optional.of(
                                new Cors(
                                        List.of("https://*.example.org"),
                                        List.of("PUT"),
                                        List.of("x-a"),
                                        List.of("x-b"),
                                        true,
                                        Duration.ofMinutes(5))),
                        PasswordUsers.of(Map.of("ann", "$argon2id$x")),
                        new HeaderChanges(Map.of("x-in", "1"), Set.of("cookie")),
                        new HeaderChanges(Map.of("x-out", "a b"), Set.of("server")),
                        true);
        return Stream.of(
                route("/", Steps.NONE, new RouteAction.Serve(lead, Optional.empty())),
                route(
                        all.toString(),
                        steps,
                        new RouteAction.Serve(
                                lead, Optional.of(Template.path("/{id}/{rest}", all)))),
                route(
                        all.toString(),
                        steps,
                        new RouteAction.Redirect(
                                302, Template.address("https://example.org/{id}", all))),
                route("/a", steps, new RouteAction.Respond(418, "text/plain", "short \"and\"")));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void a_route_is_read_as_it_was_written(HostRoute route) {
        // When / Then
        assertThat(RouteText.read("rte_1", RouteText.write(route))).isEqualTo(route);
        assertThat(RouteText.read("rte_1", RouteText.shown(route), RouteText.hashes(route)))
                .isEqualTo(route);
        assertThat(RouteText.shown(route)).doesNotContain("argon2");
    }
}

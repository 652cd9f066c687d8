package dev.fairlead.controlplane.store.domains;

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

import org.jspecify.annotations.Nullable;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Routes as JSON, in a column and in the snapshot on disk. Passwords are there as hashes.
public final class RouteText {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> HASHES = new TypeReference<>() {};

    private RouteText() {}

    private record Row(
            String path,
            Set<String> methods,
            List<NeedRow> needs,
            int priority,
            ActionRow action,
            @Nullable StepsRow steps) {}

    private record NeedRow(String where, String name, @Nullable String value) {}

    /// `service` and what belongs to it, `location`, or `type` and `body`.
    private record ActionRow(
            @Nullable String service,
            @Nullable String environment,
            @Nullable String alias,
            @Nullable String rewrite,
            int status,
            @Nullable String location,
            @Nullable String type,
            @Nullable String body) {}

    private record StepsRow(
            List<String> allow,
            List<String> deny,
            @Nullable CorsRow cors,
            Map<String, String> users,
            ChangesRow request,
            ChangesRow answer,
            boolean compress) {}

    private record CorsRow(
            List<String> origins,
            List<String> methods,
            List<String> headers,
            List<String> exposed,
            boolean credentials,
            long maxAgeSeconds) {}

    private record ChangesRow(Map<String, String> set, Set<String> remove) {}

    /// Without its id and without hashes.
    static String shown(HostRoute route) {
        var hashless =
                new PasswordUsers(
                        route.steps().users().names().stream()
                                .map(name -> new PasswordUsers.User(name, ""))
                                .toList());
        return write(route.with(route.steps().with(hashless)));
    }

    static String hashes(HostRoute route) {
        return JSON.writeValueAsString(route.steps().users().hashes());
    }

    static HostRoute read(String id, String shown, String hashes) {
        HostRoute route = read(id, shown);
        return route.steps().users().isEmpty()
                ? route
                : route.with(route.steps().with(PasswordUsers.of(JSON.readValue(hashes, HASHES))));
    }

    /// Without its id.
    public static String write(HostRoute route) {
        return JSON.writeValueAsString(
                new Row(
                        route.path().toString(),
                        route.methods(),
                        route.needs().stream()
                                .map(n ->
                                        new NeedRow(
                                                n.where().name(), n.name(), n.value().orElse(null)))
                                .toList(),
                        route.priority(),
                        action(route.action()),
                        route.steps().equals(Steps.NONE) ? null : steps(route.steps())));
    }

    private static ActionRow action(RouteAction action) {
        return switch (action) {
            case RouteAction.Serve(Lead lead, Optional<Template> rewrite) ->
                    new ActionRow(
                            lead.service().toString(),
                            lead.environment().text(),
                            lead.alias().text(),
                            rewrite.map(Template::text).orElse(null),
                            0,
                            null,
                            null,
                            null);
            case RouteAction.Redirect(int status, Template location) ->
                    new ActionRow(null, null, null, null, status, location.text(), null, null);
            case RouteAction.Respond(int status, String type, String body) ->
                    new ActionRow(null, null, null, null, status, null, type, body);
        };
    }

    private static StepsRow steps(Steps steps) {
        return new StepsRow(
                steps.networks().allow().stream().map(IpRange::toString).toList(),
                steps.networks().deny().stream().map(IpRange::toString).toList(),
                steps.cors()
                        .map(c ->
                                new CorsRow(
                                        c.origins(),
                                        c.methods(),
                                        c.headers(),
                                        c.exposed(),
                                        c.credentials(),
                                        c.maxAge().toSeconds()))
                        .orElse(null),
                steps.users().hashes(),
                new ChangesRow(steps.request().set(), steps.request().remove()),
                new ChangesRow(steps.answer().set(), steps.answer().remove()),
                steps.compress());
    }

    public static HostRoute read(String id, String text) {
        Row row = JSON.readValue(text, Row.class);
        var path = PathPattern.parse(row.path());
        return new HostRoute(
                id,
                path,
                row.methods(),
                row.needs().stream()
                        .map(n ->
                                new Need(
                                        Need.Where.valueOf(n.where()),
                                        n.name(),
                                        Optional.ofNullable(n.value())))
                        .toList(),
                row.priority(),
                row.steps() == null ? Steps.NONE : steps(row.steps()),
                action(row.action(), path));
    }

    private static RouteAction action(ActionRow row, PathPattern path) {
        if (row.service() != null && row.environment() != null && row.alias() != null) {
            var lead =
                    new Lead(
                            ServiceId.parse(row.service()),
                            new EnvironmentName(row.environment()),
                            new AliasName(row.alias()));
            return new RouteAction.Serve(
                    lead, Optional.ofNullable(row.rewrite()).map(t -> Template.path(t, path)));
        }
        return row.location() != null
                ? new RouteAction.Redirect(row.status(), Template.address(row.location(), path))
                : new RouteAction.Respond(
                        row.status(), String.valueOf(row.type()), String.valueOf(row.body()));
    }

    private static Steps steps(StepsRow row) {
        return new Steps(
                new Steps.Networks(
                        row.allow().stream().map(IpRange::parse).toList(),
                        row.deny().stream().map(IpRange::parse).toList()),
                Optional.ofNullable(row.cors())
                        .map(c ->
                                new Cors(
                                        c.origins(),
                                        c.methods(),
                                        c.headers(),
                                        c.exposed(),
                                        c.credentials(),
                                        Duration.ofSeconds(c.maxAgeSeconds()))),
                PasswordUsers.of(row.users()),
                new HeaderChanges(row.request().set(), row.request().remove()),
                new HeaderChanges(row.answer().set(), row.answer().remove()),
                row.compress());
    }
}

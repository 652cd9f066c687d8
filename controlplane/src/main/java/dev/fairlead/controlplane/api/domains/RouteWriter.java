package dev.fairlead.controlplane.api.domains;

import dev.fairlead.controlplane.api.passwords.PasswordReader;
import dev.fairlead.controlplane.store.domains.RouteRow;
import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.dataplane.rules.Cors;
import dev.fairlead.dataplane.rules.HeaderChanges;
import dev.fairlead.dataplane.rules.HostRoute;
import dev.fairlead.dataplane.rules.Lead;
import dev.fairlead.dataplane.rules.RouteAction;
import dev.fairlead.dataplane.rules.Steps;
import dev.fairlead.dataplane.rules.Template;
import dev.fairlead.model.wire.CorsJson;
import dev.fairlead.model.wire.HeaderChangesJson;
import dev.fairlead.model.wire.RouteConditionJson;
import dev.fairlead.model.wire.RouteResponse;
import dev.fairlead.model.wire.RouteStepsJson;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Routes as they travel, and their steps in words.
final class RouteWriter {
    private RouteWriter() {}

    static RouteResponse wire(RouteRow row) {
        HostRoute route = row.route();
        RouteAction action = route.action();
        Lead lead = action instanceof RouteAction.Serve(Lead to, _) ? to : null;
        Optional<Template> rewrite =
                action instanceof RouteAction.Serve(_, Optional<Template> path)
                        ? path
                        : Optional.empty();
        RouteAction.Respond answer = action instanceof RouteAction.Respond one ? one : null;
        return new RouteResponse(
                route.id(),
                row.domain().toString(),
                route.path().toString(),
                route.methods().stream().sorted().toList(),
                route.needs().stream()
                        .map(one ->
                                new RouteConditionJson(
                                        one.where().word(), one.name(), one.value().orElse(null)))
                        .toList(),
                route.priority(),
                lead == null ? null : lead.service().toString(),
                lead == null ? null : lead.environment().text(),
                lead == null ? null : lead.alias().text(),
                rewrite.map(Template::text).orElse(null),
                action instanceof RouteAction.Redirect(_, Template to) ? to.text() : null,
                status(action),
                answer == null ? null : answer.contentType(),
                answer == null ? null : answer.body(),
                route.steps().equals(Steps.NONE) ? null : wire(route.steps()),
                row.createdAt());
    }

    private static @Nullable Integer status(RouteAction action) {
        return switch (action) {
            case RouteAction.Serve _ -> null;
            case RouteAction.Redirect(int status, _) -> status;
            case RouteAction.Respond(int status, _, _) -> status;
        };
    }

    private static RouteStepsJson wire(Steps steps) {
        return new RouteStepsJson(
                texts(steps.networks().allow()),
                texts(steps.networks().deny()),
                steps.cors().map(RouteWriter::wire).orElse(null),
                PasswordReader.shown(steps.users()),
                wire(steps.request()),
                wire(steps.answer()),
                steps.compress());
    }

    private static List<String> texts(List<IpRange> ranges) {
        return ranges.stream().map(IpRange::toString).toList();
    }

    private static CorsJson wire(Cors cors) {
        return new CorsJson(
                cors.origins(),
                cors.methods(),
                cors.headers(),
                cors.exposed(),
                cors.credentials(),
                cors.maxAge().toSeconds());
    }

    private static HeaderChangesJson wire(HeaderChanges changes) {
        return new HeaderChangesJson(
                new TreeMap<>(changes.set()), changes.remove().stream().sorted().toList());
    }

    /// What is done with a request on its way, in order.
    static List<String> words(Steps steps) {
        var words = new ArrayList<String>();
        if (!steps.networks().allow().isEmpty()) {
            words.add("only from " + String.join(", ", texts(steps.networks().allow())));
        }
        if (!steps.networks().deny().isEmpty()) {
            words.add("not from " + String.join(", ", texts(steps.networks().deny())));
        }
        steps.cors()
                .ifPresent(cors ->
                        words.add("pages of " + String.join(", ", cors.origins()) + " may read"));
        if (!steps.users().isEmpty()) {
            words.add("a name and password are needed");
        }
        words("the request", steps.request(), words);
        words("the answer", steps.answer(), words);
        if (steps.compress()) {
            words.add("the answer is compressed");
        }
        return words;
    }

    private static void words(String what, HeaderChanges changes, List<String> words) {
        changes.set().keySet().stream()
                .sorted()
                .forEach(name -> words.add("header " + name + " of " + what + " is set"));
        changes.remove().stream()
                .sorted()
                .forEach(name -> words.add("header " + name + " of " + what + " is removed"));
    }
}

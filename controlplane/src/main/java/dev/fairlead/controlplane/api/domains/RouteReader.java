package dev.fairlead.controlplane.api.domains;

import dev.fairlead.controlplane.api.passwords.PasswordReader;
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
import dev.fairlead.model.domains.RuleId;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.wire.CorsJson;
import dev.fairlead.model.wire.HeaderChangesJson;
import dev.fairlead.model.wire.PutRouteRequest;
import dev.fairlead.model.wire.RouteConditionJson;
import dev.fairlead.model.wire.RouteStepsJson;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Reads routes as they are wished for, and refuses what cannot be one.
record RouteReader(PasswordReader passwords) {
    private static final int MOST_CONDITIONS = 8;
    private static final int MOST_VALUE = 256;
    private static final int MOST_BODY = 16 << 10;
    private static final int MOST_PRIORITY = 1000;
    private static final int PERMANENT = 308;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$&'*+.^_`|~-]{1,64}");
    private static final Pattern TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]+(?:; ?charset=utf-8)?");

    /// `before` is the steps of the route that it replaces, whose passwords stay where none is
    /// named.
    HostRoute route(RuleId id, PutRouteRequest body, Steps before) {
        PathPattern path =
                at("", () -> PathPattern.parse(body.path() == null ? "/*" : body.path()));
        int priority = body.priority() == null ? 0 : body.priority();
        if (priority < -MOST_PRIORITY || priority > MOST_PRIORITY) {
            throw Rejected.field("/priority", "use -1000 to 1000");
        }
        return new HostRoute(
                id.toString(),
                path,
                methods(body.methods()),
                needs(body.conditions()),
                priority,
                steps(body.steps(), before),
                action(body, path));
    }

    private static <T> T at(String pointer, Supplier<T> read) {
        try {
            return read.get();
        } catch (InvalidValue e) {
            throw Rejected.field(pointer + "/" + e.what(), e.rule());
        }
    }

    private static <T> List<T> orNone(@Nullable List<T> some) {
        return some == null ? List.of() : some;
    }

    private static Set<String> methods(@Nullable List<String> wanted) {
        var methods = new TreeSet<String>();
        for (String one : orNone(wanted)) {
            String method = one.toUpperCase(Locale.ROOT);
            if (!METHODS.contains(method)) {
                throw Rejected.field(
                        "/methods", "use some of " + String.join(", ", new TreeSet<>(METHODS)));
            }
            methods.add(method);
        }
        return methods;
    }

    private static List<Need> needs(@Nullable List<RouteConditionJson> wanted) {
        var needs = new ArrayList<Need>();
        List<RouteConditionJson> all = orNone(wanted);
        if (all.size() > MOST_CONDITIONS) {
            throw Rejected.field("/conditions", "use at most " + MOST_CONDITIONS);
        }
        for (int i = 0; i < all.size(); i++) {
            needs.add(need("/conditions/" + i, all.get(i)));
        }
        return needs;
    }

    private static Need need(String pointer, RouteConditionJson wanted) {
        String in = wanted.in() == null ? "" : wanted.in();
        String name = wanted.name() == null ? "" : wanted.name();
        String value = wanted.value();
        if (!in.equals("header") && !in.equals("query")) {
            throw Rejected.field(pointer + "/in", "use header or query");
        }
        if (!NAME.matcher(name).matches()) {
            throw Rejected.field(
                    pointer + "/name", "use 1-64 characters that a header's name may have");
        }
        if (value != null && value.length() > MOST_VALUE) {
            throw Rejected.field(pointer + "/value", "use at most " + MOST_VALUE + " characters");
        }
        boolean header = in.equals("header");
        return new Need(
                header ? Need.Where.HEADER : Need.Where.QUERY,
                header ? name.toLowerCase(Locale.ROOT) : name,
                Optional.ofNullable(value));
    }

    private Steps steps(@Nullable RouteStepsJson wanted, Steps before) {
        if (wanted == null) {
            return Steps.NONE;
        }
        var networks =
                at(
                        "/steps",
                        () ->
                                new Steps.Networks(
                                        ranges("/steps/allow/", wanted.allow()),
                                        ranges("/steps/deny/", wanted.deny())));
        Optional<Cors> cors = Optional.ofNullable(wanted.cors()).map(RouteReader::cors);
        PasswordUsers users =
                passwords.read("/steps/users", orNone(wanted.users()), before.users());
        return at(
                "/steps",
                () ->
                        new Steps(
                                networks,
                                cors,
                                users,
                                changes("/steps/requestHeaders", wanted.requestHeaders()),
                                changes("/steps/answerHeaders", wanted.answerHeaders()),
                                wanted.compress() != null && wanted.compress()));
    }

    private static List<IpRange> ranges(String pointer, @Nullable List<String> texts) {
        var ranges = new ArrayList<IpRange>();
        for (String text : orNone(texts)) {
            try {
                ranges.add(IpRange.parse(text));
            } catch (InvalidValue e) {
                throw Rejected.field(pointer + ranges.size(), e.rule());
            }
        }
        return ranges;
    }

    private static Cors cors(CorsJson wanted) {
        return at(
                "/steps",
                () ->
                        new Cors(
                                orNone(wanted.origins()).stream()
                                        .map(one -> one.toLowerCase(Locale.ROOT))
                                        .toList(),
                                orNone(wanted.methods()),
                                orNone(wanted.headers()),
                                orNone(wanted.exposed()),
                                wanted.credentials() != null && wanted.credentials(),
                                Duration.ofSeconds(
                                        wanted.maxAgeSeconds() == null
                                                ? 0
                                                : wanted.maxAgeSeconds())));
    }

    private static HeaderChanges changes(String pointer, @Nullable HeaderChangesJson wanted) {
        if (wanted == null) {
            return HeaderChanges.NONE;
        }
        var set = new TreeMap<String, String>();
        if (wanted.set() != null) {
            wanted.set().forEach((name, value) -> set.put(name.toLowerCase(Locale.ROOT), value));
        }
        var remove = new HashSet<String>();
        orNone(wanted.remove()).forEach(name -> remove.add(name.toLowerCase(Locale.ROOT)));
        try {
            return new HeaderChanges(set, remove);
        } catch (InvalidValue e) {
            throw Rejected.field(pointer, e.rule());
        }
    }

    private static RouteAction action(PutRouteRequest body, PathPattern path) {
        String service = body.service();
        String redirect = body.redirect();
        if (service != null && redirect == null && body.status() == null) {
            return serve(body, service, path);
        }
        if (service != null || (redirect == null && body.status() == null)) {
            throw Rejected.field(
                    "/service", "name a service, or a redirect, or a status to answer with");
        }
        if (redirect == null) {
            return respond(body);
        }
        int status = body.status() == null ? PERMANENT : body.status();
        if (!REDIRECTS.contains(status)) {
            throw Rejected.field("/status", "redirect with 301, 302, 303, 307 or 308");
        }
        return new RouteAction.Redirect(status, at("", () -> Template.address(redirect, path)));
    }

    private static RouteAction serve(PutRouteRequest body, String service, PathPattern path) {
        var lead =
                new Lead(
                        ServiceId.parse(service),
                        DomainRoutes.environment(body.environment())
                                .orElse(EnvironmentName.PRODUCTION),
                        DomainRoutes.alias(body.alias()).orElse(new AliasName("live")));
        return new RouteAction.Serve(
                lead,
                Optional.ofNullable(body.rewrite())
                        .map(text -> at("", () -> Template.path(text, path))));
    }

    private static RouteAction respond(PutRouteRequest body) {
        int status = body.status() == null ? 0 : body.status();
        String type = body.contentType() == null ? "text/plain" : body.contentType();
        String text = body.body() == null ? "" : body.body();
        if (status < 200 || status > 599) {
            throw Rejected.field("/status", "use 200 to 599");
        }
        if (!TYPE.matcher(type).matches()) {
            throw Rejected.field("/contentType", "use a media type such as text/plain");
        }
        if (text.length() > MOST_BODY) {
            throw Rejected.field("/body", "use at most " + MOST_BODY + " characters");
        }
        return new RouteAction.Respond(status, type, text);
    }
}

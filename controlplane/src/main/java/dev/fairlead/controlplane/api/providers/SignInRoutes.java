package dev.fairlead.controlplane.api.providers;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Credentials;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.api.users.UserJson;
import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.control.audit.Refusals;
import dev.fairlead.controlplane.control.providers.Arrivals;
import dev.fairlead.controlplane.control.providers.Arrivals.Ended;
import dev.fairlead.controlplane.control.providers.Denied;
import dev.fairlead.controlplane.control.providers.Departures;
import dev.fairlead.controlplane.control.providers.Departures.Begun;
import dev.fairlead.controlplane.control.providers.Providers;
import dev.fairlead.controlplane.control.providers.Visitor;
import dev.fairlead.controlplane.control.sessions.Sessions;
import dev.fairlead.controlplane.store.access.AccessChanges;
import dev.fairlead.controlplane.store.audit.AuditStore;
import dev.fairlead.controlplane.store.providers.PendingStore.Whose;
import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.controlplane.store.providers.Provider.Connection.Saml;
import dev.fairlead.controlplane.store.sessions.SessionStore;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.identity.saml.OurMetadata;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.wire.ConnectResponse;
import dev.fairlead.model.wire.PageResponse;
import dev.fairlead.model.wire.ProviderFactorRequest;
import dev.fairlead.model.wire.SignInProviderResponse;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Where browsers leave for a provider and come back. What goes wrong is told as a page, and to
/// programs as anywhere else.
public final class SignInRoutes {
    private static final int MOST_FORM_BYTES = 1 << 20;
    private static final ReturnPath HOME = new ReturnPath("/account");
    private static final Parameter RETURN =
            Parameter.string("return", "the path of our own to come back to");
    private static final Parameter CONNECT =
            Parameter.string("connect", "what `POST /account/identities:connect` gave");

    private final Providers providers;
    private final Departures departures;
    private final Arrivals arrivals;
    private final Sessions sessions;
    private final SessionStore store;
    private final Refusals refusals;
    private final AccessChanges changes;
    private final Clock clock;

    /// What these routes need of the floors below.
    public record Parts(
            Providers providers,
            Departures departures,
            Arrivals arrivals,
            Sessions sessions,
            SessionStore store,
            Refusals refusals,
            AccessChanges changes) {}

    public SignInRoutes(Parts parts, Clock clock) {
        this.providers = parts.providers();
        this.departures = parts.departures();
        this.arrivals = parts.arrivals();
        this.sessions = parts.sessions();
        this.store = parts.store();
        this.refusals = parts.refusals();
        this.changes = parts.changes();
        this.clock = clock;
    }

    private static Route.Builder open(Route.Builder route) {
        return route.needs(Permission.PUBLIC_ACCESS);
    }

    public List<Route> routes() {
        return List.of(
                open(Route.get("/sign-in/providers"))
                        .named("listSignInProviders", "The names that a login page shows.")
                        .gives(200, Shape.page(SignInProviderResponse.class))
                        .by(_ -> list()),
                open(Route.get("/sign-in/{provider}"))
                        .named("beginSignIn", "Send the browser to a provider.")
                        .with(RETURN, CONNECT)
                        .gives(302, Shape.NOTHING)
                        .fails(
                                ErrorCode.PROVIDER_NOT_FOUND,
                                ErrorCode.PROVIDER_UNREACHABLE,
                                ErrorCode.SIGN_IN_OVER,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(r -> told(r, this::begin)),
                open(Route.get("/sign-in/{provider}/callback"))
                        .reached()
                        .named(
                                "finishSignIn",
                                "Where OpenID Connect and GitHub send the browser back to.")
                        .gives(302, Shape.NOTHING)
                        .fails(FINISHING)
                        .by(r -> told(r, this::callback)),
                open(Route.post("/sign-in/{provider}/acs"))
                        .reached()
                        .named(
                                "consumeAssertion",
                                "Where SAML has the browser send its answer, a form.")
                        .takes(new Shape.Bytes(List.of("application/x-www-form-urlencoded")))
                        .gives(303, Shape.NOTHING)
                        .fails(FINISHING)
                        .by(r -> told(r, this::consume)),
                open(Route.get("/sign-in/{provider}/metadata"))
                        .named("getSamlMetadata", "What a SAML provider has to know of us.")
                        .gives(200, new Shape.Bytes(List.of("application/samlmetadata+xml")))
                        .fails(ErrorCode.PROVIDER_NOT_FOUND)
                        .by(this::metadata),
                open(Route.post("/sign-in:second-factor"))
                        .named("finishSecondFactor", "Go on with a code of the app.")
                        .takes(Shape.json(ProviderFactorRequest.class))
                        .gives(201, Shape.json(ConnectResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.PROVIDER_NOT_FOUND,
                                ErrorCode.SIGN_IN_OVER,
                                ErrorCode.SIGN_IN_REFUSED,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(this::factor));
    }

    private static final ErrorCode[] FINISHING = {
        ErrorCode.PROVIDER_NOT_FOUND,
        ErrorCode.PROVIDER_REFUSED,
        ErrorCode.PROVIDER_UNREACHABLE,
        ErrorCode.SIGN_IN_OVER,
        ErrorCode.SIGN_UP_REFUSED,
        ErrorCode.ACCOUNT_EXISTS,
        ErrorCode.IDENTITY_TAKEN
    };

    private Answer list() {
        return Answer.json(
                new PageResponse<>(
                        providers.list().stream()
                                .filter(Provider::enabled)
                                .map(one ->
                                        new SignInProviderResponse(
                                                one.name().text(), one.displayName().text()))
                                .toList(),
                        null));
    }

    /// A step of a browser's way, whose refusals are a page.
    private interface Step {
        Answer take(ApiRequest request, Provider provider);
    }

    private Answer told(ApiRequest request, Step step) {
        BlockingExchange exchange = request.exchange();
        if (!Problem.wantsPage(exchange.header("accept").orElse(""))) {
            return step.take(request, provider(request));
        }
        try {
            return step.take(request, provider(request));
        } catch (Rejected e) {
            SignInPage.refused(exchange, e);
            return new Answer.Taken(exchange);
        }
    }

    private Provider provider(ApiRequest request) {
        return providers.enabled(request.path("provider", Function.identity()));
    }

    private static Optional<Whose> whose(ApiRequest request) {
        return request.caller()
                .session()
                .map(session -> new Whose(request.caller().person(), Optional.of(session)));
    }

    private Answer begin(ApiRequest request, Provider provider) {
        BlockingExchange exchange = request.exchange();
        BrowserCookie cookie = BrowserCookie.of(provider);
        var visitor =
                new Visitor(cookie.shownOrNew(exchange), whose(request), exchange.remoteAddress());
        ReturnPath to = request.query("return").map(SignInRoutes::path).orElse(HOME);
        Begun begun =
                request.query("connect").isPresent()
                        ? connect(request, provider, visitor)
                        : departures.begin(provider, visitor, to);
        return switch (begun) {
            case Begun.Leave(URI there) ->
                    Answer.nothing(
                            new Header("location", there.toString()),
                            new Header("cache-control", "no-store"),
                            cookie.set(visitor.browser()));
            case Begun.Post(URI there, Map<String, String> form) -> {
                SignInPage.form(exchange, there, form, cookie.set(visitor.browser()));
                yield new Answer.Taken(exchange);
            }
            case Begun.Impossible(Denied why) -> throw denied(request, provider, why);
        };
    }

    private static ReturnPath path(String text) {
        return ApiRequest.field("?return", text, ReturnPath::new);
    }

    private Begun connect(ApiRequest request, Provider provider, Visitor visitor) {
        SecretText before =
                BrowserCookie.REDIRECT
                        .shown(request.exchange())
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.SIGN_IN_OVER,
                                        "begin again on your account's page"));
        return departures.connect(provider, request.query("connect").orElse(""), before, visitor);
    }

    /// Into the audit log with the reason, which its browser is not told.
    private Rejected denied(ApiRequest request, Provider provider, Denied why) {
        BlockingExchange exchange = request.exchange();
        refusals.write(
                new AuditStore.Refused(
                        Optional.empty(),
                        request.caller().id(),
                        request.caller().name(),
                        "provider",
                        exchange.remoteAddress(),
                        exchange.id().toString(),
                        "signInByProvider",
                        "provider " + provider.name(),
                        why.reason()));
        return why.told();
    }

    private Answer callback(ApiRequest request, Provider provider) {
        BlockingExchange exchange = request.exchange();
        SecretText browser = BrowserCookie.REDIRECT.shownOrNew(exchange);
        var visitor = new Visitor(browser, whose(request), exchange.remoteAddress());
        return ended(request, provider, arrivals.byQuery(provider, exchange.query(), visitor));
    }

    private Answer consume(ApiRequest request, Provider provider) {
        BlockingExchange exchange = request.exchange();
        Map<String, String> form = FormBody.read(exchange.body(MOST_FORM_BYTES));
        SecretText browser = BrowserCookie.FORM.shownOrNew(exchange);
        var visitor = new Visitor(browser, Optional.empty(), exchange.remoteAddress());
        return ended(
                request,
                provider,
                arrivals.byForm(
                        provider,
                        form.getOrDefault("SAMLResponse", ""),
                        form.getOrDefault("RelayState", ""),
                        visitor));
    }

    private Answer ended(ApiRequest request, Provider provider, Ended ended) {
        changes.changed();
        return switch (ended) {
            case Ended.Welcome welcome ->
                    to(welcome.to().text(), session(request, provider, welcome));
            case Ended.FactorNeeded(SecretText ticket, ReturnPath to) ->
                    to(
                            "/second-factor?next="
                                    + URLEncoder.encode(to.text(), StandardCharsets.UTF_8)
                                    + "#provider="
                                    + provider.name()
                                    + "&ticket="
                                    + ticket.text());
            case Ended.Connected(ReturnPath to) -> to(to.text());
            case Ended.Stopped(Denied why) -> throw denied(request, provider, why);
        };
    }

    private static Answer to(String path, Header... more) {
        var headers = new ArrayList<>(List.of(more));
        headers.add(new Header("location", path));
        headers.add(new Header("cache-control", "no-store"));
        headers.add(new Header("referrer-policy", "no-referrer"));
        return new Answer.Nothing(headers);
    }

    /// A new session; one that the browser had ends.
    private Header session(ApiRequest request, Provider provider, Ended.Welcome welcome) {
        request.caller()
                .session()
                .ifPresent(before -> store.revoke(request.caller().person(), before));
        Sessions.Browser made =
                sessions.browser(
                        welcome.user().id(),
                        UserJson.client(request),
                        Optional.of(provider.name()),
                        welcome.ends());
        long seconds = Duration.between(clock.instant(), made.expiresAt()).toSeconds();
        return Credentials.begin(made.cookie().text(), seconds);
    }

    private Answer metadata(ApiRequest request) {
        Provider provider = provider(request);
        if (!(provider.connection() instanceof Saml)) {
            throw new Rejected(
                    ErrorCode.PROVIDER_NOT_FOUND, provider.name() + " does not speak SAML");
        }
        request.exchange()
                .answer(
                        200,
                        List.of(
                                new Header("content-type", "application/samlmetadata+xml"),
                                new Header("cache-control", "no-store")),
                        OurMetadata.of(providers.clients().us(provider.name()))
                                .getBytes(StandardCharsets.UTF_8));
        return new Answer.Taken(request.exchange());
    }

    private Answer factor(ApiRequest request) {
        ProviderFactorRequest body = request.body(ProviderFactorRequest.class);
        BlockingExchange exchange = request.exchange();
        Provider provider = providers.enabled(UserJson.secret("/provider", body.provider()));
        SecretText browser = BrowserCookie.of(provider).shownOrNew(exchange);
        Ended.Welcome welcome =
                arrivals.factor(
                        provider,
                        UserJson.secret("/ticket", body.ticket()),
                        UserJson.secret("/code", body.code()),
                        browser,
                        exchange.remoteAddress());
        return Answer.json(
                new ConnectResponse(welcome.to().text()), session(request, provider, welcome));
    }
}

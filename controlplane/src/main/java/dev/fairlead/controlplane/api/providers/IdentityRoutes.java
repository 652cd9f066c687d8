package dev.fairlead.controlplane.api.providers;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.Api;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.api.users.UserJson;
import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.control.providers.Departures;
import dev.fairlead.controlplane.control.providers.Providers;
import dev.fairlead.controlplane.control.providers.Visitor;
import dev.fairlead.controlplane.control.sessions.Tries;
import dev.fairlead.controlplane.control.users.Accounts;
import dev.fairlead.controlplane.control.users.SecondFactors;
import dev.fairlead.controlplane.store.providers.IdentityStore;
import dev.fairlead.controlplane.store.providers.PendingStore.Whose;
import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.controlplane.store.sessions.SessionStore;
import dev.fairlead.controlplane.store.users.User;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.wire.ConfirmRequest;
import dev.fairlead.model.wire.ConnectRequest;
import dev.fairlead.model.wire.ConnectResponse;
import dev.fairlead.model.wire.IdentityResponse;
import dev.fairlead.model.wire.PageResponse;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The providers that one's own account is connected to. What changes them needs somebody who
/// proved who they are a few minutes ago: it decides who can sign in as them from then on.
public final class IdentityRoutes {
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final String TRIES = "account";
    private static final ReturnPath HOME = new ReturnPath("/account");

    private final Providers providers;
    private final Departures departures;
    private final IdentityStore identities;
    private final SessionStore sessions;
    private final UserStore users;
    private final Accounts accounts;
    private final SecondFactors factors;
    private final Tries tries;
    private final Clock clock;

    /// What these routes need of the floors below.
    public record Parts(
            Providers providers,
            Departures departures,
            IdentityStore identities,
            SessionStore sessions,
            UserStore users,
            Accounts accounts,
            SecondFactors factors,
            Tries tries) {}

    public IdentityRoutes(Parts parts, Clock clock) {
        this.providers = parts.providers();
        this.departures = parts.departures();
        this.identities = parts.identities();
        this.sessions = parts.sessions();
        this.users = parts.users();
        this.accounts = parts.accounts();
        this.factors = parts.factors();
        this.tries = parts.tries();
        this.clock = clock;
    }

    private static Route.Builder own(Route.Builder route) {
        return route.needs(Permission.ACCOUNT_MANAGE);
    }

    public List<Route> routes() {
        return List.of(
                own(Route.get("/account/identities"))
                        .named(
                                "listIdentities",
                                "The providers that one's account is connected to.")
                        .gives(200, Shape.page(IdentityResponse.class))
                        .by(this::list),
                own(Route.post("/account/identities:connect"))
                        .named(
                                "connectIdentity",
                                "Begin to connect a provider; sends the browser to `location`.")
                        .takes(Shape.json(ConnectRequest.class))
                        .gives(200, Shape.json(ConnectResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.PROVIDER_NOT_FOUND,
                                ErrorCode.CONFIRMATION_NEEDED,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(this::connect),
                own(Route.delete("/account/identities/{provider}"))
                        .named("disconnectIdentity", "Disconnect a provider from one's account.")
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.IDENTITY_NOT_FOUND,
                                ErrorCode.CONFIRMATION_NEEDED,
                                ErrorCode.LAST_WAY_TO_SIGN_IN)
                        .by(this::disconnect),
                own(Route.post("/session:confirm"))
                        .named(
                                "confirmSession",
                                "Prove again who one is, by password and code; holds for ten"
                                        + " minutes.")
                        .takes(Shape.json(ConfirmRequest.class))
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.SIGN_IN_REFUSED,
                                ErrorCode.SECOND_FACTOR_NEEDED,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(this::confirm));
    }

    private Answer list(ApiRequest request) {
        return Answer.json(
                new PageResponse<>(
                        identities.of(request.caller().person()).stream()
                                .map(one ->
                                        new IdentityResponse(
                                                one.provider().text(),
                                                one.displayName(),
                                                one.email(),
                                                one.createdAt(),
                                                one.usedAt()))
                                .toList(),
                        null));
    }

    private SessionId fresh(ApiRequest request) {
        SessionId session =
                request.caller()
                        .session()
                        .orElseThrow(
                                () -> new Rejected(ErrorCode.FORBIDDEN, "this needs a session"));
        boolean recent =
                sessions.confirmedAt(session)
                        .filter(at -> at.plus(FRESH).isAfter(clock.instant()))
                        .isPresent();
        if (!recent) {
            throw new Rejected(
                    ErrorCode.CONFIRMATION_NEEDED,
                    "confirm it with your password, or sign in again; then you have ten minutes");
        }
        return session;
    }

    private Answer connect(ApiRequest request) {
        ConnectRequest body = request.body(ConnectRequest.class);
        Provider provider = providers.enabled(UserJson.secret("/provider", body.provider()));
        ReturnPath to =
                body.returnTo() == null
                        ? HOME
                        : ApiRequest.field("/returnTo", body.returnTo(), ReturnPath::new);
        SessionId session = fresh(request);
        SecretText browser = BrowserCookie.REDIRECT.shownOrNew(request.exchange());
        var visitor =
                new Visitor(
                        browser,
                        Optional.of(new Whose(request.caller().person(), Optional.of(session))),
                        request.exchange().remoteAddress());
        SecretText ticket = departures.ticket(provider, visitor, to);
        return Answer.json(
                new ConnectResponse(
                        Api.ROOT + "/sign-in/" + provider.name() + "?connect=" + ticket.text()),
                BrowserCookie.REDIRECT.set(browser));
    }

    private Answer disconnect(ApiRequest request) {
        fresh(request);
        ProviderId provider = request.path("provider", ProviderId::new);
        switch (identities.unlink(request.caller().person(), provider)) {
            case DONE -> {}
            case MISSING ->
                    throw new Rejected(
                            ErrorCode.IDENTITY_NOT_FOUND, "you are not connected to " + provider);
            case LAST ->
                    throw new Rejected(
                            ErrorCode.LAST_WAY_TO_SIGN_IN,
                            "set a password first, by 'Forgot your password?', or connect another");
        }
        return Answer.NOTHING;
    }

    private Answer confirm(ApiRequest request) {
        ConfirmRequest body = request.body(ConfirmRequest.class);
        User user =
                users.find(request.caller().person())
                        .orElseThrow(() ->
                                new Rejected(ErrorCode.UNAUTHENTICATED, "this account is gone"));
        tries.count(TRIES, user.id().toString(), request.exchange().remoteAddress());
        accounts.require(user, UserJson.secret("/password", body.password()));
        if (user.secondFactor()) {
            String code = body.code() == null ? "" : body.code();
            if (code.isEmpty()) {
                throw new Rejected(ErrorCode.SECOND_FACTOR_NEEDED, "send `code`, too");
            }
            if (!factors.take(users.proof(user.email()).orElseThrow(), code)) {
                throw new Rejected(ErrorCode.SIGN_IN_REFUSED, "the code is wrong");
            }
        }
        tries.succeeded(TRIES, user.id().toString());
        request.caller().session().ifPresent(sessions::confirm);
        return Answer.NOTHING;
    }
}

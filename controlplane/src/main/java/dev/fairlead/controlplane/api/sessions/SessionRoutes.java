package dev.fairlead.controlplane.api.sessions;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Credentials;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.api.users.UserJson;
import dev.fairlead.controlplane.control.sessions.Sessions;
import dev.fairlead.controlplane.control.sessions.SignIn;
import dev.fairlead.controlplane.control.users.Accounts;
import dev.fairlead.controlplane.store.organizations.MemberStore;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.sessions.SessionStore;
import dev.fairlead.controlplane.store.users.User;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.access.Role;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.people.EmailAddress;
import dev.fairlead.model.wire.RefreshRequest;
import dev.fairlead.model.wire.SessionResponse;
import dev.fairlead.model.wire.SetupRequest;
import dev.fairlead.model.wire.SignInRequest;
import dev.fairlead.model.wire.TokensResponse;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The first administrator, signing in by browser or for tokens, and signing out.
public final class SessionRoutes {
    private final SignIn signIn;
    private final Sessions sessions;
    private final SessionStore store;
    private final Accounts accounts;
    private final UserStore users;
    private final MemberStore members;
    private final ProjectStore projects;
    private final Clock clock;

    /// What these routes need of the floors below.
    public record Parts(
            SignIn signIn,
            Sessions sessions,
            SessionStore store,
            Accounts accounts,
            UserStore users,
            MemberStore members,
            ProjectStore projects) {}

    public SessionRoutes(Parts parts, Clock clock) {
        this.signIn = parts.signIn();
        this.sessions = parts.sessions();
        this.store = parts.store();
        this.accounts = parts.accounts();
        this.users = parts.users();
        this.members = parts.members();
        this.projects = parts.projects();
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/setup")
                        .named(
                                "setUp",
                                "Make the first administrator, with the token of the setup link.")
                        .needs(Permission.PUBLIC_ACCESS)
                        .takes(Shape.json(SetupRequest.class))
                        .gives(201, Shape.json(SessionResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.LINK_INVALID,
                                ErrorCode.SETUP_DONE,
                                ErrorCode.PASSWORD_WEAK)
                        .by(this::setUp),
                Route.post("/sessions")
                        .named("signIn", "Sign in as a browser: sets a cookie.")
                        .needs(Permission.PUBLIC_ACCESS)
                        .takes(Shape.json(SignInRequest.class))
                        .gives(201, Shape.json(SessionResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.SIGN_IN_REFUSED,
                                ErrorCode.SECOND_FACTOR_NEEDED,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(r -> browser(r, checked(r))),
                Route.get("/session")
                        .named("getSession", "Who is signed in, and what pages send back.")
                        .needs(Permission.ACCOUNT_MANAGE)
                        .gives(200, Shape.json(SessionResponse.class))
                        .by(this::session),
                Route.delete("/session")
                        .named("signOut", "End this session, of a browser or of tokens, at once.")
                        .needs(Permission.ACCOUNT_MANAGE)
                        .gives(204, Shape.NOTHING)
                        .by(this::signOut),
                Route.post("/tokens")
                        .named("createTokens", "Sign in for an access and a refresh token.")
                        .needs(Permission.PUBLIC_ACCESS)
                        .takes(Shape.json(SignInRequest.class))
                        .gives(201, Shape.json(TokensResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.SIGN_IN_REFUSED,
                                ErrorCode.SECOND_FACTOR_NEEDED,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(r ->
                                tokens(
                                        sessions.tokens(
                                                checked(r).id(),
                                                UserJson.client(r),
                                                Optional.empty()))),
                Route.post("/tokens:refresh")
                        .named(
                                "refreshTokens",
                                "Get new tokens. A refresh token that was used before ends its"
                                        + " session.")
                        .needs(Permission.PUBLIC_ACCESS)
                        .takes(Shape.json(RefreshRequest.class))
                        .gives(200, Shape.json(TokensResponse.class))
                        .fails(ErrorCode.MALFORMED_JSON)
                        .by(this::refresh));
    }

    private Answer setUp(ApiRequest request) {
        SetupRequest body = request.body(SetupRequest.class);
        String token = UserJson.secret("/token", body.token());
        EmailAddress email = ApiRequest.field("/email", body.email(), EmailAddress::new);
        DisplayName name = ApiRequest.field("/name", body.name(), DisplayName::new);
        User user =
                accounts.setUp(token, email, name, UserJson.secret("/password", body.password()));
        members.add(projects.firstOrganization(), user.id(), Role.OWNER.word());
        return browser(request, user);
    }

    private User checked(ApiRequest request) {
        SignInRequest body = request.body(SignInRequest.class);
        var attempt =
                new SignIn.Attempt(
                        UserJson.secret("/email", body.email()),
                        UserJson.secret("/password", body.password()),
                        Optional.ofNullable(body.code()));
        return signIn.check(attempt, request.exchange().remoteAddress());
    }

    /// A new session each time: one that somebody else planted is never taken over.
    private Answer browser(ApiRequest request, User user) {
        request.caller()
                .session()
                .ifPresent(before -> store.revoke(request.caller().person(), before));
        Sessions.Browser session = sessions.browser(user.id(), UserJson.client(request));
        String cookie = session.cookie().text();
        return Answer.json(
                new SessionResponse(
                        UserJson.user(user), Sessions.csrfToken(cookie), session.expiresAt()),
                Credentials.begin(
                        cookie,
                        Duration.between(clock.instant(), session.expiresAt()).toSeconds()));
    }

    private Answer session(ApiRequest request) {
        User user = users.find(request.caller().person()).orElseThrow();
        return Answer.json(
                new SessionResponse(
                        UserJson.user(user), Credentials.csrfToken(request.exchange()), null));
    }

    private Answer signOut(ApiRequest request) {
        request.caller()
                .session()
                .ifPresent(session -> store.revoke(request.caller().person(), session));
        return Answer.nothing(Credentials.end());
    }

    private Answer refresh(ApiRequest request) {
        RefreshRequest body = request.body(RefreshRequest.class);
        return tokens(sessions.refresh(UserJson.secret("/refreshToken", body.refreshToken())));
    }

    static Answer tokens(Sessions.TokenPair pair) {
        return Answer.json(
                new TokensResponse(
                        pair.accessToken(),
                        pair.refreshToken().text(),
                        "Bearer",
                        pair.expiresAt()));
    }
}

package dev.fairlead.controlplane.api.users;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Credentials;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.access.Caller;
import dev.fairlead.controlplane.control.sessions.Sessions;
import dev.fairlead.controlplane.control.sessions.Tries;
import dev.fairlead.controlplane.control.users.Accounts;
import dev.fairlead.controlplane.control.users.SecondFactors;
import dev.fairlead.controlplane.store.access.AccessStore;
import dev.fairlead.controlplane.store.sessions.SessionStore;
import dev.fairlead.controlplane.store.users.User;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.identity.codes.QrImage;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.wire.BelongingResponse;
import dev.fairlead.model.wire.ChangePasswordRequest;
import dev.fairlead.model.wire.CodeRequest;
import dev.fairlead.model.wire.DeviceResponse;
import dev.fairlead.model.wire.PageResponse;
import dev.fairlead.model.wire.PasswordRequest;
import dev.fairlead.model.wire.RecoveryCodesResponse;
import dev.fairlead.model.wire.SecondFactorResponse;
import dev.fairlead.model.wire.UpdateAccountRequest;
import dev.fairlead.model.wire.UserResponse;

import java.util.List;
import java.util.Optional;

/// One's own account: name, password, second factor, devices.
public final class AccountRoutes {
    private static final String TRIES = "account";

    private final UserStore users;
    private final SessionStore store;
    private final Sessions sessions;
    private final AccessStore access;
    private final Accounts accounts;
    private final SecondFactors factors;
    private final Tries tries;

    public AccountRoutes(
            UserStore users,
            SessionStore store,
            Sessions sessions,
            AccessStore access,
            Accounts accounts,
            SecondFactors factors,
            Tries tries) {
        this.users = users;
        this.store = store;
        this.sessions = sessions;
        this.access = access;
        this.accounts = accounts;
        this.factors = factors;
        this.tries = tries;
    }

    private static Route.Builder own(Route.Builder route) {
        return route.needs(Permission.ACCOUNT_MANAGE);
    }

    public List<Route> routes() {
        return List.of(
                own(Route.get("/account"))
                        .named("getAccount", "One's own account.")
                        .gives(200, Shape.json(UserResponse.class))
                        .by(r -> Answer.json(UserJson.user(user(r)))),
                own(Route.patch("/account"))
                        .named("updateAccount", "Change one's own name.")
                        .takes(Shape.json(UpdateAccountRequest.class))
                        .gives(200, Shape.json(UserResponse.class))
                        .fails(ErrorCode.MALFORMED_JSON)
                        .by(this::rename),
                own(Route.get("/account/organizations"))
                        .named("listOwnOrganizations", "The organizations one belongs to.")
                        .gives(200, Shape.page(BelongingResponse.class))
                        .by(this::organizations),
                own(Route.post("/account/password"))
                        .named(
                                "changePassword",
                                "Change one's own password; ends every other session.")
                        .takes(Shape.json(ChangePasswordRequest.class))
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.SIGN_IN_REFUSED,
                                ErrorCode.PASSWORD_WEAK,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(this::changePassword),
                own(Route.post("/account/verification"))
                        .named("requestVerification", "Send a link that confirms one's address.")
                        .gives(202, Shape.NOTHING)
                        .fails(ErrorCode.TOO_MANY_TRIES)
                        .by(this::requestVerification),
                own(Route.get("/account/sessions"))
                        .named("listSessions", "Where one is signed in.")
                        .gives(200, Shape.page(DeviceResponse.class))
                        .by(this::devices),
                own(Route.delete("/account/sessions/{id}"))
                        .named("revokeSession", "Sign out there.")
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.SESSION_NOT_FOUND)
                        .by(this::revoke),
                own(Route.post("/account/sessions:revoke-others"))
                        .named("revokeOtherSessions", "Sign out everywhere but here.")
                        .gives(204, Shape.NOTHING)
                        .by(this::revokeOthers),
                own(Route.post("/account/second-factor"))
                        .named("beginSecondFactor", "Get the secret for an authenticator app.")
                        .takes(Shape.json(PasswordRequest.class))
                        .gives(201, Shape.json(SecondFactorResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.SIGN_IN_REFUSED,
                                ErrorCode.SECOND_FACTOR_STATE,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(this::propose),
                own(Route.post("/account/second-factor:confirm"))
                        .named(
                                "confirmSecondFactor",
                                "Turn it on with a first code; gives the recovery codes.")
                        .takes(Shape.json(CodeRequest.class))
                        .gives(200, Shape.json(RecoveryCodesResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.SECOND_FACTOR_STATE,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(this::confirm),
                own(Route.post("/account/second-factor:disable"))
                        .named("disableSecondFactor", "Turn it off.")
                        .takes(Shape.json(PasswordRequest.class))
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.SIGN_IN_REFUSED,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(this::disable));
    }

    private User user(ApiRequest request) {
        return users.find(request.caller().person())
                .orElseThrow(() -> new Rejected(ErrorCode.UNAUTHENTICATED, "this account is gone"));
    }

    private Answer rename(ApiRequest request) {
        UpdateAccountRequest body = request.body(UpdateAccountRequest.class);
        users.rename(
                request.caller().person(),
                ApiRequest.field("/name", body.name(), DisplayName::new));
        return Answer.json(UserJson.user(user(request)));
    }

    private Answer organizations(ApiRequest request) {
        return Answer.json(
                new PageResponse<>(
                        access.belongings(request.caller().person()).stream()
                                .map(one ->
                                        new BelongingResponse(
                                                one.organization().toString(),
                                                one.name(),
                                                one.role(),
                                                one.mappedRoles()))
                                .toList(),
                        null));
    }

    /// Guessing a password needs a limit also for who has taken a session.
    private User limited(ApiRequest request) {
        User user = user(request);
        tries.count(TRIES, user.id().toString(), request.exchange().remoteAddress());
        return user;
    }

    private void fine(User user) {
        tries.succeeded(TRIES, user.id().toString());
    }

    private Answer changePassword(ApiRequest request) {
        ChangePasswordRequest body = request.body(ChangePasswordRequest.class);
        User user = limited(request);
        accounts.changePassword(
                user,
                request.caller().session(),
                UserJson.secret("/current", body.current()),
                UserJson.secret("/password", body.password()));
        fine(user);
        return Answer.nothing(rotated(request.caller()));
    }

    /// A cookie that somebody copied before is worth nothing after.
    private Header[] rotated(Caller caller) {
        if (caller.via() != Caller.Via.COOKIE) {
            return new Header[0];
        }
        return new Header[] {
            Credentials.begin(
                    sessions.rotate(caller.session().orElseThrow()).text(),
                    Sessions.BROWSER.toSeconds())
        };
    }

    private Answer requestVerification(ApiRequest request) {
        accounts.requestVerification(limited(request));
        return Answer.NOTHING;
    }

    private Answer devices(ApiRequest request) {
        Optional<SessionId> here = request.caller().session();
        return Answer.json(
                new PageResponse<>(
                        store.list(request.caller().person()).stream()
                                .map(one ->
                                        new DeviceResponse(
                                                one.id().toString(),
                                                one.kind(),
                                                one.address(),
                                                one.agent(),
                                                one.createdAt(),
                                                one.seenAt(),
                                                one.expiresAt(),
                                                here.equals(Optional.of(one.id()))))
                                .toList(),
                        null));
    }

    private Answer revoke(ApiRequest request) {
        SessionId id = request.path("id", SessionId::parse);
        if (!store.revoke(request.caller().person(), id)) {
            throw new Rejected(ErrorCode.SESSION_NOT_FOUND, "no session " + id);
        }
        return Answer.NOTHING;
    }

    private Answer revokeOthers(ApiRequest request) {
        store.revokeAll(request.caller().person(), request.caller().session());
        return Answer.NOTHING;
    }

    private Answer propose(ApiRequest request) {
        PasswordRequest body = request.body(PasswordRequest.class);
        User user = limited(request);
        accounts.require(user, UserJson.secret("/password", body.password()));
        fine(user);
        SecondFactors.Proposal proposal = factors.propose(user);
        QrImage code = QrImage.of(proposal.uri());
        return Answer.json(
                new SecondFactorResponse(
                        proposal.secret(), proposal.uri(), code.size(), code.path()));
    }

    private Answer confirm(ApiRequest request) {
        CodeRequest body = request.body(CodeRequest.class);
        User user = limited(request);
        List<String> codes = factors.confirm(user, UserJson.secret("/code", body.code()));
        fine(user);
        return Answer.json(new RecoveryCodesResponse(codes), rotated(request.caller()));
    }

    private Answer disable(ApiRequest request) {
        PasswordRequest body = request.body(PasswordRequest.class);
        User user = limited(request);
        accounts.require(user, UserJson.secret("/password", body.password()));
        fine(user);
        factors.drop(user);
        return Answer.nothing(rotated(request.caller()));
    }
}

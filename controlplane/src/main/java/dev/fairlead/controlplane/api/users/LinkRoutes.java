package dev.fairlead.controlplane.api.users;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.sessions.Tries;
import dev.fairlead.controlplane.control.users.Accounts;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.people.EmailAddress;
import dev.fairlead.model.wire.CompletePasswordResetRequest;
import dev.fairlead.model.wire.LinkRequest;
import dev.fairlead.model.wire.PasswordResetRequest;

import java.util.List;

/// What people do who have a link instead of a password.
public final class LinkRoutes {
    private static final String TRIES = "password-reset";

    private final Accounts accounts;
    private final Tries tries;

    public LinkRoutes(Accounts accounts, Tries tries) {
        this.accounts = accounts;
        this.tries = tries;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/password-resets")
                        .named(
                                "requestPasswordReset",
                                "Send a link to this address, if somebody has it.")
                        .needs(Permission.PUBLIC_ACCESS)
                        .takes(Shape.json(PasswordResetRequest.class))
                        .gives(202, Shape.NOTHING)
                        .fails(ErrorCode.MALFORMED_JSON, ErrorCode.TOO_MANY_TRIES)
                        .by(this::request),
                Route.post("/password-resets:complete")
                        .named(
                                "completePasswordReset",
                                "Set a new password; ends every session there was.")
                        .needs(Permission.PUBLIC_ACCESS)
                        .takes(Shape.json(CompletePasswordResetRequest.class))
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.LINK_INVALID,
                                ErrorCode.PASSWORD_WEAK,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(this::complete),
                Route.post("/email-verifications:complete")
                        .named("completeVerification", "Confirm an address.")
                        .needs(Permission.PUBLIC_ACCESS)
                        .takes(Shape.json(LinkRequest.class))
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.LINK_INVALID,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(this::verify));
    }

    private Answer request(ApiRequest request) {
        PasswordResetRequest body = request.body(PasswordResetRequest.class);
        EmailAddress email = ApiRequest.field("/email", body.email(), EmailAddress::new);
        tries.count(TRIES, email.text(), request.exchange().remoteAddress());
        // On a thread of its own: how long it takes would tell whether somebody has the address.
        Thread.ofVirtual().name("password-reset").start(() -> accounts.requestReset(email));
        return Answer.NOTHING;
    }

    private Answer complete(ApiRequest request) {
        CompletePasswordResetRequest body = request.body(CompletePasswordResetRequest.class);
        tries.address("link", request.exchange().remoteAddress());
        accounts.reset(
                UserJson.secret("/token", body.token()),
                UserJson.secret("/password", body.password()));
        return Answer.NOTHING;
    }

    private Answer verify(ApiRequest request) {
        LinkRequest body = request.body(LinkRequest.class);
        tries.address("link", request.exchange().remoteAddress());
        accounts.verify(UserJson.secret("/token", body.token()));
        return Answer.NOTHING;
    }
}

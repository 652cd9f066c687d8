package dev.fairlead.controlplane.api.users;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.store.users.User;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.EmailAddress;
import dev.fairlead.model.wire.UpdateUserRequest;
import dev.fairlead.model.wire.UserResponse;

import java.util.List;
import java.util.Optional;

/// All users, for administrators of the installation.
public final class UserRoutes {
    private final UserStore users;

    public UserRoutes(UserStore users) {
        this.users = users;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/users")
                        .named("listUsers", "All users, newest first.")
                        .needs(Permission.INSTALLATION_MANAGE)
                        .with(Parameter.string("email", "only who has this address"))
                        .paged()
                        .gives(200, Shape.page(UserResponse.class))
                        .fails(ErrorCode.CURSOR_MALFORMED)
                        .by(this::list),
                Route.patch("/users/{id}")
                        .named(
                                "updateUser",
                                "Let a user administer the installation, or keep them out of it.")
                        .needs(Permission.INSTALLATION_MANAGE)
                        .takes(Shape.json(UpdateUserRequest.class))
                        .gives(200, Shape.json(UserResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.USER_NOT_FOUND)
                        .by(this::update),
                Route.post("/users/{id}:reset-second-factor")
                        .named(
                                "resetSecondFactor",
                                "Turn it off for who lost the app and the recovery codes.")
                        .needs(Permission.INSTALLATION_MANAGE)
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.USER_NOT_FOUND)
                        .by(this::reset));
    }

    private Answer list(ApiRequest request) {
        Optional<EmailAddress> email = request.query("email").map(EmailAddress::new);
        return Pages.answer(
                users.list(email, Pages.after(request), request.limit()), UserJson::user);
    }

    private User user(ApiRequest request) {
        UserId id = request.path("id", UserId::parse);
        return users.find(id)
                .orElseThrow(() -> new Rejected(ErrorCode.USER_NOT_FOUND, "no user " + id));
    }

    private Answer update(ApiRequest request) {
        User user = user(request);
        UpdateUserRequest body = request.body(UpdateUserRequest.class);
        if (request.caller().user().equals(Optional.of(user.id()))) {
            throw Rejected.field("", "nobody does this to themselves: ask another administrator");
        }
        if (body.administrator() != null) {
            users.administrate(user.id(), body.administrator());
        }
        if (body.disabled() != null) {
            users.disable(user.id(), body.disabled());
        }
        return Answer.json(UserJson.user(user(request)));
    }

    private Answer reset(ApiRequest request) {
        users.dropSecret(user(request).id());
        return Answer.NOTHING;
    }
}

package dev.fairlead.controlplane.api.scim;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.control.directory.Directory;
import dev.fairlead.controlplane.store.directory.DirectoryUser;
import dev.fairlead.controlplane.store.directory.DirectoryUserStore;
import dev.fairlead.controlplane.store.directory.Found;
import dev.fairlead.controlplane.store.directory.Search;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.UserId;

import java.util.List;
import java.util.Map;

/// Users for a directory: members of the organization, and those that the directory says are none
/// at the moment.
public final class ScimUserRoutes {
    private static final String ONE = "/scim/v2/Users/{id}";
    private static final ErrorCode MISSING = ErrorCode.MEMBER_NOT_FOUND;
    private static final ErrorCode[] OF_CHANGES = {
        MISSING, ErrorCode.ATTRIBUTE_IMMUTABLE, ErrorCode.LAST_OWNER
    };

    private final Directory directory;
    private final DirectoryUserStore store;
    private final ScimJson json;

    /// `url` is where people reach the installation.
    public ScimUserRoutes(Directory directory, DirectoryUserStore store, String url) {
        this.directory = directory;
        this.store = store;
        this.json = new ScimJson(url);
    }

    public List<Route> routes() {
        return List.of(
                ScimRoute.list(Route.get("/scim/v2/Users"))
                        .named("scimListUsers", "SCIM: users of the organization.")
                        .by(this::list),
                ScimRoute.create(Route.post("/scim/v2/Users"))
                        .named(
                                "scimCreateUser",
                                "SCIM: somebody belongs to it; who has an account is invited.")
                        .by(this::create),
                ScimRoute.get(Route.get(ONE), MISSING)
                        .named("scimGetUser", "SCIM: a user.")
                        .by(r ->
                                Answer.json(
                                        Lists.projection(r)
                                                .of(
                                                        json.user(
                                                                store.get(
                                                                        r.caller().organization(),
                                                                        id(r)))))),
                ScimRoute.change(Route.put(ONE), OF_CHANGES)
                        .named("scimReplaceUser", "SCIM: a user is this now.")
                        .by(r ->
                                answer(
                                        directory.update(
                                                r.caller(), id(r), Drafts.user(ScimBody.read(r))))),
                ScimRoute.change(Route.patch(ONE), OF_CHANGES)
                        .named("scimChangeUser", "SCIM: change a user, such as to `active: false`.")
                        .by(this::patch),
                ScimRoute.delete(Route.delete(ONE), MISSING, ErrorCode.LAST_OWNER)
                        .named("scimDeleteUser", "SCIM: a user belongs to it no more.")
                        .by(this::delete));
    }

    private static UserId id(ApiRequest request) {
        return request.path("id", UserId::parse);
    }

    private Answer delete(ApiRequest request) {
        directory.delete(request.caller(), id(request));
        return Answer.NOTHING;
    }

    private Answer list(ApiRequest request) {
        Search search = Lists.search(request, Filters.OF_USERS);
        Projection projection = Lists.projection(request);
        Found<DirectoryUser> found = store.find(request.caller().organization(), search);
        List<Map<String, Object>> items =
                found.items().stream().map(user -> projection.of(json.user(user))).toList();
        return Answer.json(ScimJson.list(new Found<>(items, found.total()), search.startIndex()));
    }

    private Answer create(ApiRequest request) {
        DirectoryUser made =
                directory.create(request.caller(), Drafts.user(ScimBody.read(request)));
        return Answer.json(
                json.user(made),
                new Header("location", json.location("Users", made.id().toString())));
    }

    private Answer answer(DirectoryUser user) {
        return Answer.json(json.user(user));
    }

    private Answer patch(ApiRequest request) {
        DirectoryUser present = store.get(request.caller().organization(), id(request));
        return answer(
                directory.update(
                        request.caller(),
                        present.id(),
                        Drafts.user(ScimBody.patched(json.user(present), request))));
    }
}

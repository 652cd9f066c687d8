package dev.fairlead.controlplane.api.scim;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.directory.Directory;
import dev.fairlead.controlplane.store.directory.DirectoryUser;
import dev.fairlead.controlplane.store.directory.DirectoryUserStore;
import dev.fairlead.controlplane.store.directory.Found;
import dev.fairlead.controlplane.store.directory.Search;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.UserId;

import java.util.List;
import java.util.Map;

/// Users for a directory: members of the organization, and those that the directory says are none
/// at the moment.
public final class ScimUserRoutes {
    private static final String ONE = "/scim/v2/Users/{id}";

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
                Route.get("/scim/v2/Users")
                        .named("scimListUsers", "SCIM: users of the organization.")
                        .needs(Permission.DIRECTORY_WRITE)
                        .with(Lists.parameters())
                        .gives(200, Shape.SCIM)
                        .fails(ErrorCode.FILTER_INVALID)
                        .by(this::list),
                Route.post("/scim/v2/Users")
                        .named(
                                "scimCreateUser",
                                "SCIM: somebody belongs to it; who has an account is invited.")
                        .needs(Permission.DIRECTORY_WRITE)
                        .takes(Shape.SCIM)
                        .gives(201, Shape.SCIM)
                        .fails(ErrorCode.MALFORMED_JSON, ErrorCode.NAME_TAKEN)
                        .by(this::create),
                one(Route.get(ONE))
                        .named("scimGetUser", "SCIM: a user.")
                        .with(
                                Lists.projection("attributes"),
                                Lists.projection("excludedAttributes"))
                        .gives(200, Shape.SCIM)
                        .by(r ->
                                Answer.json(
                                        Lists.projection(r)
                                                .of(
                                                        json.user(
                                                                store.get(
                                                                        r.caller().organization(),
                                                                        id(r)))))),
                changed(Route.put(ONE))
                        .named("scimReplaceUser", "SCIM: a user is this now.")
                        .by(r ->
                                answer(
                                        directory.update(
                                                r.caller(), id(r), Drafts.user(ScimBody.read(r))))),
                changed(Route.patch(ONE))
                        .named("scimChangeUser", "SCIM: change a user, such as to `active: false`.")
                        .by(this::patch),
                one(Route.delete(ONE))
                        .named("scimDeleteUser", "SCIM: a user belongs to it no more.")
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.MEMBER_NOT_FOUND,
                                ErrorCode.ROLE_TOO_HIGH,
                                ErrorCode.LAST_OWNER)
                        .by(r -> {
                            directory.delete(r.caller(), id(r));
                            return Answer.NOTHING;
                        }));
    }

    private static Route.Builder one(Route.Builder route) {
        return route.needs(Permission.DIRECTORY_WRITE)
                .fails(
                        ErrorCode.ID_MALFORMED,
                        ErrorCode.ID_OF_ANOTHER_KIND,
                        ErrorCode.MEMBER_NOT_FOUND);
    }

    private static Route.Builder changed(Route.Builder route) {
        return route.needs(Permission.DIRECTORY_WRITE)
                .takes(Shape.SCIM)
                .gives(200, Shape.SCIM)
                .fails(
                        ErrorCode.MALFORMED_JSON,
                        ErrorCode.PATCH_INVALID,
                        ErrorCode.ID_MALFORMED,
                        ErrorCode.ID_OF_ANOTHER_KIND,
                        ErrorCode.MEMBER_NOT_FOUND,
                        ErrorCode.NAME_TAKEN,
                        ErrorCode.ATTRIBUTE_IMMUTABLE,
                        ErrorCode.ROLE_TOO_HIGH,
                        ErrorCode.LAST_OWNER);
    }

    private static UserId id(ApiRequest request) {
        return request.path("id", UserId::parse);
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

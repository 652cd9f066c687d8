package dev.fairlead.controlplane.api.scim;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.directory.Directory;
import dev.fairlead.controlplane.store.directory.DirectoryGroup;
import dev.fairlead.controlplane.store.directory.DirectoryGroupStore;
import dev.fairlead.controlplane.store.directory.Found;
import dev.fairlead.controlplane.store.directory.Search;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.GroupId;

import java.util.List;
import java.util.Map;

/// Groups for a directory.
public final class ScimGroupRoutes {
    private static final String ONE = "/scim/v2/Groups/{id}";

    private final Directory directory;
    private final DirectoryGroupStore store;
    private final ScimJson json;

    /// `url` is where people reach the installation.
    public ScimGroupRoutes(Directory directory, DirectoryGroupStore store, String url) {
        this.directory = directory;
        this.store = store;
        this.json = new ScimJson(url);
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/scim/v2/Groups")
                        .named("scimListGroups", "SCIM: groups of the organization.")
                        .needs(Permission.DIRECTORY_WRITE)
                        .with(Lists.parameters())
                        .gives(200, Shape.SCIM)
                        .fails(ErrorCode.FILTER_INVALID)
                        .by(this::list),
                Route.post("/scim/v2/Groups")
                        .named("scimCreateGroup", "SCIM: there is a group.")
                        .needs(Permission.DIRECTORY_WRITE)
                        .takes(Shape.SCIM)
                        .gives(201, Shape.SCIM)
                        .fails(ErrorCode.MALFORMED_JSON, ErrorCode.NAME_TAKEN)
                        .by(this::create),
                one(Route.get(ONE))
                        .named("scimGetGroup", "SCIM: a group.")
                        .with(
                                Lists.projection("attributes"),
                                Lists.projection("excludedAttributes"))
                        .gives(200, Shape.SCIM)
                        .by(this::get),
                changed(Route.put(ONE))
                        .named("scimReplaceGroup", "SCIM: a group is this now.")
                        .by(r -> update(r, Drafts.group(ScimBody.read(r)))),
                changed(Route.patch(ONE))
                        .named("scimChangeGroup", "SCIM: change a group, such as who is in it.")
                        .by(this::patch),
                one(Route.delete(ONE))
                        .named("scimDeleteGroup", "SCIM: there is a group no more.")
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.GROUP_NOT_FOUND,
                                ErrorCode.ROLE_TOO_HIGH)
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
                        ErrorCode.GROUP_NOT_FOUND);
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
                        ErrorCode.GROUP_NOT_FOUND,
                        ErrorCode.NAME_TAKEN,
                        ErrorCode.ROLE_TOO_HIGH);
    }

    private static GroupId id(ApiRequest request) {
        return request.path("id", GroupId::parse);
    }

    private Answer list(ApiRequest request) {
        Search search = Lists.search(request, Filters.OF_GROUPS);
        Projection projection = Lists.projection(request);
        Found<DirectoryGroup> found =
                store.find(request.caller().organization(), search, projection.has("members"));
        List<Map<String, Object>> items =
                found.items().stream().map(group -> projection.of(json.group(group))).toList();
        return Answer.json(ScimJson.list(new Found<>(items, found.total()), search.startIndex()));
    }

    private Answer get(ApiRequest request) {
        DirectoryGroup group = store.get(request.caller().organization(), id(request));
        return Answer.json(Lists.projection(request).of(json.group(group)));
    }

    private Answer create(ApiRequest request) {
        DirectoryGroup made =
                directory.create(request.caller(), Drafts.group(ScimBody.read(request)));
        return Answer.json(
                json.group(made),
                new Header("location", json.location("Groups", made.id().toString())));
    }

    private Answer patch(ApiRequest request) {
        DirectoryGroup present = store.get(request.caller().organization(), id(request));
        return update(request, Drafts.group(ScimBody.patched(json.group(present), request)));
    }

    private Answer update(ApiRequest request, DirectoryGroupStore.Entry entry) {
        return Answer.json(json.group(directory.update(request.caller(), id(request), entry)));
    }
}

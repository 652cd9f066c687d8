package dev.fairlead.controlplane.api.scim;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.control.directory.Directory;
import dev.fairlead.controlplane.store.directory.DirectoryGroup;
import dev.fairlead.controlplane.store.directory.DirectoryGroupStore;
import dev.fairlead.controlplane.store.directory.Found;
import dev.fairlead.controlplane.store.directory.Search;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.GroupId;

import java.util.List;
import java.util.Map;

/// Groups for a directory.
public final class ScimGroupRoutes {
    private static final String ONE = "/scim/v2/Groups/{id}";
    private static final ErrorCode MISSING = ErrorCode.GROUP_NOT_FOUND;

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
                ScimRoute.list(Route.get("/scim/v2/Groups"))
                        .named("scimListGroups", "SCIM: groups of the organization.")
                        .by(this::list),
                ScimRoute.create(Route.post("/scim/v2/Groups"))
                        .named("scimCreateGroup", "SCIM: there is a group.")
                        .by(this::create),
                ScimRoute.get(Route.get(ONE), MISSING)
                        .named("scimGetGroup", "SCIM: a group.")
                        .by(this::get),
                ScimRoute.change(Route.put(ONE), MISSING)
                        .named("scimReplaceGroup", "SCIM: a group is this now.")
                        .by(r -> update(r, Drafts.group(ScimBody.read(r)))),
                ScimRoute.change(Route.patch(ONE), MISSING)
                        .named("scimChangeGroup", "SCIM: change a group, such as who is in it.")
                        .by(this::patch),
                ScimRoute.delete(Route.delete(ONE), MISSING)
                        .named("scimDeleteGroup", "SCIM: there is a group no more.")
                        .by(this::delete));
    }

    private static GroupId id(ApiRequest request) {
        return request.path("id", GroupId::parse);
    }

    private Answer delete(ApiRequest request) {
        directory.delete(request.caller(), id(request));
        return Answer.NOTHING;
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

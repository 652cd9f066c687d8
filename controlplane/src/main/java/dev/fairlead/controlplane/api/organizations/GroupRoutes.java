package dev.fairlead.controlplane.api.organizations;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.organizations.Roles;
import dev.fairlead.controlplane.store.organizations.GroupStore;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.wire.GroupRequest;
import dev.fairlead.model.wire.GroupResponse;
import dev.fairlead.model.wire.MemberResponse;

import java.util.List;
import java.util.Optional;

/// Groups of members.
public final class GroupRoutes {
    private final GroupStore store;
    private final Roles roles;

    public GroupRoutes(GroupStore store, Roles roles) {
        this.store = store;
        this.roles = roles;
    }

    private static Route.Builder one(Route.Builder route, Permission permission) {
        return route.needs(permission)
                .fails(
                        ErrorCode.ID_MALFORMED,
                        ErrorCode.ID_OF_ANOTHER_KIND,
                        ErrorCode.GROUP_NOT_FOUND,
                        ErrorCode.ROLE_TOO_HIGH);
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/groups")
                        .repeatable()
                        .named("createGroup", "Create a group.")
                        .needs(Permission.MEMBERS_WRITE)
                        .takes(Shape.json(GroupRequest.class))
                        .gives(201, Shape.json(GroupResponse.class))
                        .fails(ErrorCode.MALFORMED_JSON, ErrorCode.NAME_TAKEN)
                        .by(this::create),
                Route.get("/groups")
                        .named("listGroups", "Groups, newest first.")
                        .needs(Permission.MEMBERS_READ)
                        .with(Parameter.string("name", "only of this name"))
                        .paged()
                        .gives(200, Shape.page(GroupResponse.class))
                        .fails(ErrorCode.CURSOR_MALFORMED)
                        .by(this::list),
                one(Route.get("/groups/{id}"), Permission.MEMBERS_READ)
                        .named("getGroup", "Get a group.")
                        .gives(200, Shape.json(GroupResponse.class))
                        .by(r ->
                                Answer.json(
                                        OrganizationJson.group(
                                                store.get(r.caller().organization(), id(r))))),
                Route.patch("/groups/{id}")
                        .named("updateGroup", "Rename a group.")
                        .needs(Permission.MEMBERS_WRITE)
                        .takes(Shape.json(GroupRequest.class))
                        .gives(200, Shape.json(GroupResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.GROUP_NOT_FOUND,
                                ErrorCode.NAME_TAKEN)
                        .by(this::rename),
                one(Route.delete("/groups/{id}"), Permission.MEMBERS_WRITE)
                        .named("deleteGroup", "Delete a group and what it was granted.")
                        .gives(204, Shape.NOTHING)
                        .by(this::delete),
                Route.get("/groups/{id}/members")
                        .named("listGroupMembers", "Who is in a group.")
                        .needs(Permission.MEMBERS_READ)
                        .paged()
                        .gives(200, Shape.page(MemberResponse.class))
                        .fails(
                                ErrorCode.CURSOR_MALFORMED,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.GROUP_NOT_FOUND)
                        .by(this::members),
                Route.put("/groups/{id}/members/{user}")
                        .named("addGroupMember", "Put a member into a group.")
                        .needs(Permission.MEMBERS_WRITE)
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.GROUP_NOT_FOUND,
                                ErrorCode.MEMBER_NOT_FOUND,
                                ErrorCode.ROLE_TOO_HIGH)
                        .by(this::add),
                one(Route.delete("/groups/{id}/members/{user}"), Permission.MEMBERS_WRITE)
                        .named("removeGroupMember", "Take a member out of a group.")
                        .gives(204, Shape.NOTHING)
                        .by(this::remove));
    }

    private static GroupId id(ApiRequest request) {
        return request.path("id", GroupId::parse);
    }

    private Answer create(ApiRequest request) {
        GroupRequest body = request.body(GroupRequest.class);
        DisplayName name = ApiRequest.field("/name", body.name(), DisplayName::new);
        return Answer.json(
                OrganizationJson.group(
                        store.create(request.caller().organization(), name, Optional.empty())));
    }

    private Answer list(ApiRequest request) {
        return Pages.answer(
                store.list(
                        request.caller().organization(),
                        request.query("name"),
                        Pages.after(request),
                        request.limit()),
                OrganizationJson::group);
    }

    private Answer rename(ApiRequest request) {
        GroupRequest body = request.body(GroupRequest.class);
        DisplayName name = ApiRequest.field("/name", body.name(), DisplayName::new);
        return Answer.json(
                OrganizationJson.group(
                        store.rename(request.caller().organization(), id(request), name)));
    }

    private Answer delete(ApiRequest request) {
        roles.mayChangeMembers(request.caller(), id(request));
        store.delete(request.caller().organization(), id(request));
        return Answer.NOTHING;
    }

    private Answer members(ApiRequest request) {
        return Pages.answer(
                store.members(
                        request.caller().organization(),
                        id(request),
                        Pages.after(request),
                        request.limit()),
                OrganizationJson::member);
    }

    private Answer add(ApiRequest request) {
        roles.mayChangeMembers(request.caller(), id(request));
        store.add(
                request.caller().organization(), id(request), request.path("user", UserId::parse));
        return Answer.NOTHING;
    }

    private Answer remove(ApiRequest request) {
        roles.mayChangeMembers(request.caller(), id(request));
        store.remove(
                request.caller().organization(), id(request), request.path("user", UserId::parse));
        return Answer.NOTHING;
    }
}

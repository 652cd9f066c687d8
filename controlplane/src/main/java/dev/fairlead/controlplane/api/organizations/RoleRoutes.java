package dev.fairlead.controlplane.api.organizations;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.organizations.Roles;
import dev.fairlead.controlplane.store.organizations.CustomRole;
import dev.fairlead.controlplane.store.organizations.RoleGrantStore;
import dev.fairlead.controlplane.store.organizations.RoleStore;
import dev.fairlead.controlplane.store.services.AudienceStore;
import dev.fairlead.controlplane.store.services.AudienceStore.Audience;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.access.Role;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.RoleGrantId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.wire.AudienceJson;
import dev.fairlead.model.wire.GrantRoleRequest;
import dev.fairlead.model.wire.PageResponse;
import dev.fairlead.model.wire.RoleGrantResponse;
import dev.fairlead.model.wire.RoleRequest;
import dev.fairlead.model.wire.RoleResponse;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Roles, who has them where, and functions that name who may reach them.
public final class RoleRoutes {
    private final Roles roles;
    private final RoleStore store;
    private final RoleGrantStore grants;
    private final AudienceStore audiences;

    public RoleRoutes(
            Roles roles, RoleStore store, RoleGrantStore grants, AudienceStore audiences) {
        this.roles = roles;
        this.store = store;
        this.grants = grants;
        this.audiences = audiences;
    }

    public List<Route> routes() {
        var all = new ArrayList<>(roleRoutes());
        all.addAll(grantRoutes());
        all.addAll(audienceRoutes());
        return all;
    }

    private List<Route> roleRoutes() {
        return List.of(
                Route.get("/roles")
                        .named("listRoles", "Every role and its permissions.")
                        .needs(Permission.MEMBERS_READ)
                        .gives(200, Shape.page(RoleResponse.class))
                        .by(this::list),
                Route.put("/roles/{name}")
                        .named("putRole", "Make a role, or change what it holds.")
                        .needs(Permission.MEMBERS_WRITE)
                        .takes(Shape.json(RoleRequest.class))
                        .gives(200, Shape.json(RoleResponse.class))
                        .fails(ErrorCode.MALFORMED_JSON, ErrorCode.ROLE_TOO_HIGH)
                        .by(this::put),
                Route.delete("/roles/{name}")
                        .named("deleteRole", "Delete a role that nobody has.")
                        .needs(Permission.MEMBERS_WRITE)
                        .gives(204, Shape.NOTHING)
                        .fails(ErrorCode.ROLE_NOT_FOUND, ErrorCode.ROLE_IN_USE)
                        .by(this::delete));
    }

    private List<Route> grantRoutes() {
        ErrorCode[] refusals = {
            ErrorCode.MALFORMED_JSON,
            ErrorCode.ID_MALFORMED,
            ErrorCode.ID_OF_ANOTHER_KIND,
            ErrorCode.MEMBER_NOT_FOUND,
            ErrorCode.GROUP_NOT_FOUND,
            ErrorCode.ROLE_NOT_FOUND,
            ErrorCode.ROLE_TOO_HIGH
        };
        return List.of(
                Route.post("/role-grants")
                        .named("grantRole", "Give a group a role in the whole organization.")
                        .needs(Permission.MEMBERS_WRITE)
                        .takes(Shape.json(GrantRoleRequest.class))
                        .gives(201, Shape.json(RoleGrantResponse.class))
                        .fails(refusals)
                        .by(r -> grant(r, Optional.empty())),
                Route.post("/projects/{id}/role-grants")
                        .named("grantProjectRole", "Give a user or a group a role in a project.")
                        .needs(Permission.MEMBERS_WRITE)
                        .takes(Shape.json(GrantRoleRequest.class))
                        .gives(201, Shape.json(RoleGrantResponse.class))
                        .fails(refusals)
                        .by(r -> grant(r, Optional.of(r.path("id", ProjectId::parse)))),
                Route.get("/role-grants")
                        .named("listRoleGrants", "Who has which role where, newest first.")
                        .needs(Permission.MEMBERS_READ)
                        .with(Parameter.string("project", "only in this project"))
                        .paged()
                        .gives(200, Shape.page(RoleGrantResponse.class))
                        .fails(
                                ErrorCode.CURSOR_MALFORMED,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND)
                        .by(this::listGrants),
                Route.delete("/role-grants/{id}")
                        .named("revokeRoleGrant", "Take a role back.")
                        .needs(Permission.MEMBERS_WRITE)
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.GRANT_NOT_FOUND,
                                ErrorCode.ROLE_TOO_HIGH)
                        .by(this::revoke));
    }

    private List<Route> audienceRoutes() {
        return List.of(
                Route.get("/functions/{id}/audience")
                        .named("getAudience", "Who may reach a function.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, Shape.json(AudienceJson.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND)
                        .by(this::audience),
                Route.put("/functions/{id}/audience")
                        .named("setAudience", "Say who may reach a function.")
                        .needs(Permission.MEMBERS_WRITE)
                        .takes(Shape.json(AudienceJson.class))
                        .gives(200, Shape.json(AudienceJson.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.MEMBER_NOT_FOUND,
                                ErrorCode.GROUP_NOT_FOUND)
                        .by(this::setAudience));
    }

    private Answer list(ApiRequest request) {
        var all = new ArrayList<RoleResponse>();
        Arrays.stream(Role.values())
                .map(role ->
                        new RoleResponse(
                                role.word(), true, OrganizationJson.words(role.permissions())))
                .forEach(all::add);
        store.list(request.caller().organization()).stream()
                .map(RoleRoutes::wire)
                .forEach(all::add);
        return Answer.json(new PageResponse<>(all, null));
    }

    private static RoleResponse wire(CustomRole role) {
        return new RoleResponse(
                role.name().text(), false, OrganizationJson.words(role.permissions()));
    }

    private Answer put(ApiRequest request) {
        RoleName name = request.path("name", RoleName::new);
        RoleRequest body = request.body(RoleRequest.class);
        var role =
                new CustomRole(
                        name, OrganizationJson.permissions("/permissions", body.permissions()));
        roles.put(request.caller(), role);
        return Answer.json(wire(role));
    }

    private Answer delete(ApiRequest request) {
        store.delete(request.caller().organization(), request.path("name", RoleName::new));
        return Answer.NOTHING;
    }

    private Answer grant(ApiRequest request, Optional<ProjectId> project) {
        GrantRoleRequest body = request.body(GrantRoleRequest.class);
        Optional<UserId> user = optional("/user", body.user(), UserId::parse);
        Optional<GroupId> group = optional("/group", body.group(), GroupId::parse);
        if (user.isPresent() == group.isPresent()) {
            throw Rejected.field("/user", "name either a user or a group");
        }
        if (project.isEmpty() && user.isPresent()) {
            throw Rejected.field("/user", "a user's role in the organization is PATCH /members");
        }
        return Answer.json(
                OrganizationJson.grant(
                        roles.grant(
                                request.caller(),
                                new RoleGrantStore.To(project, user, group),
                                OrganizationJson.role(body.role()))));
    }

    private static <T> Optional<T> optional(
            String pointer, @Nullable String text, Function<String, T> parse) {
        return text == null
                ? Optional.empty()
                : Optional.of(ApiRequest.field(pointer, text, parse));
    }

    private Answer listGrants(ApiRequest request) {
        return Pages.answer(
                grants.list(
                        request.caller().organization(),
                        request.query("project").map(ProjectId::parse),
                        Pages.after(request),
                        request.limit()),
                OrganizationJson::grant);
    }

    private Answer revoke(ApiRequest request) {
        roles.revoke(request.caller(), request.path("id", RoleGrantId::parse));
        return Answer.NOTHING;
    }

    private Answer audience(ApiRequest request) {
        return Answer.json(
                wire(
                        audiences.get(
                                request.caller().organization(),
                                request.path("id", ServiceId::parse))));
    }

    private static AudienceJson wire(Audience audience) {
        return new AudienceJson(
                audience.listed(),
                audience.users().stream().map(UserId::toString).toList(),
                audience.groups().stream().map(GroupId::toString).toList());
    }

    private Answer setAudience(ApiRequest request) {
        ServiceId function = request.path("id", ServiceId::parse);
        AudienceJson body = request.body(AudienceJson.class);
        var audience =
                new Audience(
                        body.listed(),
                        all("/users", body.users(), UserId::parse),
                        all("/groups", body.groups(), GroupId::parse));
        if (!audience.listed() && !(audience.users().isEmpty() && audience.groups().isEmpty())) {
            throw Rejected.field("/listed", "must be true where users or groups are named");
        }
        audiences.put(request.caller().organization(), function, audience);
        return Answer.json(wire(audience));
    }

    private static <T> List<T> all(
            String pointer, @Nullable List<String> texts, Function<String, T> parse) {
        var found = new ArrayList<T>();
        for (String text : texts == null ? List.<String>of() : texts) {
            found.add(ApiRequest.field(pointer + "/" + found.size(), text, parse));
        }
        return found;
    }
}

package dev.fairlead.controlplane.api.organizations;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.organizations.Members;
import dev.fairlead.controlplane.store.organizations.OrganizationStore;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.wire.OrganizationRequest;
import dev.fairlead.model.wire.OrganizationResponse;
import dev.fairlead.model.wire.TransferRequest;

import java.util.List;

/// Organizations: all of them for administrators of the installation, and the one that a request is
/// about for its members.
public final class OrganizationRoutes {
    private final OrganizationStore store;
    private final Members members;

    public OrganizationRoutes(OrganizationStore store, Members members) {
        this.store = store;
        this.members = members;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/organizations")
                        .named("createOrganization", "Create an organization, as its owner.")
                        .needs(Permission.INSTALLATION_MANAGE)
                        .takes(Shape.json(OrganizationRequest.class))
                        .gives(201, Shape.json(OrganizationResponse.class))
                        .fails(ErrorCode.MALFORMED_JSON, ErrorCode.NAME_TAKEN)
                        .by(this::create),
                Route.get("/organizations")
                        .named("listOrganizations", "All organizations, newest first.")
                        .needs(Permission.INSTALLATION_MANAGE)
                        .paged()
                        .gives(200, Shape.page(OrganizationResponse.class))
                        .fails(ErrorCode.CURSOR_MALFORMED)
                        .by(r ->
                                Pages.answer(
                                        store.list(Pages.after(r), r.limit()),
                                        OrganizationJson::organization)),
                Route.get("/organization")
                        .named("getOrganization", "The organization of this request.")
                        .needs(Permission.ORGANIZATION_READ)
                        .gives(200, Shape.json(OrganizationResponse.class))
                        .by(r ->
                                Answer.json(
                                        OrganizationJson.organization(
                                                store.get(r.caller().organization())))),
                Route.patch("/organization")
                        .named("updateOrganization", "Rename it.")
                        .needs(Permission.ORGANIZATION_WRITE)
                        .takes(Shape.json(OrganizationRequest.class))
                        .gives(200, Shape.json(OrganizationResponse.class))
                        .fails(ErrorCode.MALFORMED_JSON, ErrorCode.NAME_TAKEN)
                        .by(this::rename),
                Route.delete("/organization")
                        .named("deleteOrganization", "End it; it must have no projects.")
                        .needs(Permission.ORGANIZATION_OWN)
                        .gives(204, Shape.NOTHING)
                        .fails(ErrorCode.ORGANIZATION_NOT_EMPTY)
                        .by(this::delete),
                Route.post("/organization:transfer")
                        .named("transferOrganization", "Make another member owner instead of you.")
                        .needs(Permission.ORGANIZATION_OWN)
                        .takes(Shape.json(TransferRequest.class))
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.MEMBER_NOT_FOUND)
                        .by(this::transfer),
                Route.post("/organization:leave")
                        .named("leaveOrganization", "Leave it.")
                        .needs(Permission.ORGANIZATION_READ)
                        .gives(204, Shape.NOTHING)
                        .fails(ErrorCode.MEMBER_NOT_FOUND, ErrorCode.LAST_OWNER)
                        .by(this::leave));
    }

    private Answer create(ApiRequest request) {
        OrganizationRequest body = request.body(OrganizationRequest.class);
        DisplayName name = ApiRequest.field("/name", body.name(), DisplayName::new);
        return Answer.json(
                OrganizationJson.organization(store.create(name, request.caller().user())));
    }

    private Answer rename(ApiRequest request) {
        OrganizationRequest body = request.body(OrganizationRequest.class);
        DisplayName name = ApiRequest.field("/name", body.name(), DisplayName::new);
        return Answer.json(
                OrganizationJson.organization(store.rename(request.caller().organization(), name)));
    }

    private Answer delete(ApiRequest request) {
        store.delete(request.caller().organization());
        return Answer.NOTHING;
    }

    private Answer transfer(ApiRequest request) {
        TransferRequest body = request.body(TransferRequest.class);
        members.transfer(request.caller(), ApiRequest.field("/user", body.user(), UserId::parse));
        return Answer.NOTHING;
    }

    private Answer leave(ApiRequest request) {
        members.leave(request.caller());
        return Answer.NOTHING;
    }
}

package dev.fairlead.controlplane.api.projects;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.store.projects.Project;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.wire.CreateProjectRequest;
import dev.fairlead.model.wire.ProjectResponse;

import java.util.List;

/// Create, list and delete projects.
public final class ProjectRoutes {
    private final ProjectStore projects;

    public ProjectRoutes(ProjectStore projects) {
        this.projects = projects;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/projects")
                        .repeatable()
                        .named("createProject", "Create a project.")
                        .needs(Permission.PROJECTS_WRITE)
                        .everywhere()
                        .takes(Shape.json(CreateProjectRequest.class))
                        .gives(201, Shape.json(ProjectResponse.class))
                        .fails(ErrorCode.MALFORMED_JSON, ErrorCode.NAME_TAKEN)
                        .by(this::create),
                Route.get("/projects")
                        .named("listProjects", "List projects, newest first.")
                        .needs(Permission.PROJECTS_READ)
                        .with(Parameter.string("name", "only of this name"))
                        .paged()
                        .gives(200, Shape.page(ProjectResponse.class))
                        .fails(ErrorCode.CURSOR_MALFORMED)
                        .by(this::list),
                Route.delete("/projects/{id}")
                        .named("deleteProject", "Delete a project that has no services.")
                        .needs(Permission.PROJECTS_WRITE)
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.PROJECT_NOT_FOUND,
                                ErrorCode.PROJECT_NOT_EMPTY)
                        .by(this::delete));
    }

    private Answer create(ApiRequest request) {
        CreateProjectRequest body = request.body(CreateProjectRequest.class);
        ProjectName name = ApiRequest.field("/name", body.name(), ProjectName::new);
        return Answer.json(wire(projects.create(request.caller().organization(), name)));
    }

    private static ProjectResponse wire(Project project) {
        return new ProjectResponse(
                project.id().toString(), project.name().text(), project.createdAt());
    }

    private Answer list(ApiRequest request) {
        return Pages.answer(
                projects.list(
                        request.caller().organization(),
                        request.query("name"),
                        Pages.after(request),
                        request.limit()),
                ProjectRoutes::wire);
    }

    private Answer delete(ApiRequest request) {
        ProjectId id = request.path("id", ProjectId::parse);
        if (!projects.delete(request.caller().organization(), id)) {
            throw new Rejected(ErrorCode.PROJECT_NOT_FOUND, "no project " + id);
        }
        return Answer.NOTHING;
    }
}

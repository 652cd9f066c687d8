package dev.fairlead.controlplane.control.functions;

import dev.fairlead.controlplane.control.routes.PublishedRoutes;
import dev.fairlead.controlplane.control.signing.SigningSecrets;
import dev.fairlead.controlplane.store.functions.FunctionRecord;
import dev.fairlead.controlplane.store.functions.FunctionStore;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.versions.Alias;
import dev.fairlead.controlplane.store.versions.VersionStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.FunctionSettings;
import dev.fairlead.model.ids.FunctionId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.names.FunctionName;
import dev.fairlead.model.names.ProjectName;

import java.time.Duration;
import java.util.Optional;

/// Use cases of functions that change what is published.
public final class Functions {
    private final ProjectStore projects;
    private final FunctionStore functions;
    private final VersionStore versions;
    private final SigningSecrets signing;
    private final PublishedRoutes routes;

    public Functions(
            ProjectStore projects,
            FunctionStore functions,
            VersionStore versions,
            SigningSecrets signing,
            PublishedRoutes routes) {
        this.projects = projects;
        this.functions = functions;
        this.versions = versions;
        this.signing = signing;
        this.routes = routes;
    }

    public FunctionRecord create(
            OrganizationId organization,
            ProjectName project,
            FunctionName name,
            FunctionSettings settings) {
        var in =
                projects.find(organization, project)
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.PROJECT_NOT_FOUND,
                                        "no project '" + project + "'; POST /projects makes one"));
        return functions.create(in, name, settings);
    }

    public FunctionRecord get(OrganizationId organization, FunctionId id) {
        return functions.find(organization, id).orElseThrow(() -> missing(id));
    }

    public Optional<FunctionRecord> find(
            OrganizationId organization, ProjectName project, FunctionName name) {
        return functions
                .list(
                        organization,
                        Optional.of(project.text()),
                        Optional.of(name.text()),
                        Optional.empty(),
                        1)
                .items()
                .stream()
                .findFirst();
    }

    private static Rejected missing(FunctionId id) {
        return new Rejected(ErrorCode.FUNCTION_NOT_FOUND, "no function " + id);
    }

    public FunctionRecord update(FunctionRecord function, FunctionSettings settings) {
        if (settings.equals(function.settings())) {
            return function;
        }
        FunctionRecord changed =
                functions.update(function, settings).orElseThrow(() -> missing(function.id()));
        routes.refresh(function.id());
        return changed;
    }

    /// Gives it another signing secret, which holds when this returns; the one before holds for
    /// `grace` more.
    public SigningSecrets.Made rotateSigningSecret(
            OrganizationId organization, FunctionId id, Duration grace) {
        get(organization, id);
        SigningSecrets.Made made = signing.rotate(organization, id, grace);
        routes.refresh(id);
        return made;
    }

    /// It answers no more when this returns.
    public void delete(OrganizationId organization, FunctionId id) {
        if (!functions.delete(organization, id)) {
            throw missing(id);
        }
        routes.remove(id);
    }

    /// `live` points to `version`, or to the one before; traffic has moved when this returns.
    public Alias rollBack(OrganizationId organization, FunctionId id, Optional<Integer> version) {
        get(organization, id);
        Alias alias = versions.rollBack(organization, id, version);
        routes.refresh(id);
        return alias;
    }
}

package dev.fairlead.controlplane.control.services;

import dev.fairlead.controlplane.control.routes.PublishedRoutes;
import dev.fairlead.controlplane.control.signing.SigningSecrets;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.controlplane.store.versions.Alias;
import dev.fairlead.controlplane.store.versions.VersionStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import java.time.Duration;
import java.util.Optional;

/// Use cases of functions that change what is published.
public final class Services {
    private final ProjectStore projects;
    private final ServiceStore services;
    private final VersionStore versions;
    private final SigningSecrets signing;
    private final PublishedRoutes routes;

    public Services(
            ProjectStore projects,
            ServiceStore services,
            VersionStore versions,
            SigningSecrets signing,
            PublishedRoutes routes) {
        this.projects = projects;
        this.services = services;
        this.versions = versions;
        this.signing = signing;
        this.routes = routes;
    }

    public ServiceRecord create(
            OrganizationId organization,
            ProjectName project,
            ServiceName name,
            ServiceSettings settings) {
        var in =
                projects.find(organization, project)
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.PROJECT_NOT_FOUND,
                                        "no project '" + project + "'; POST /projects makes one"));
        return services.create(in, name, settings);
    }

    public ServiceRecord get(OrganizationId organization, ServiceId id) {
        return services.find(organization, id).orElseThrow(() -> missing(id));
    }

    public Optional<ServiceRecord> find(
            OrganizationId organization, ProjectName project, ServiceName name) {
        return services
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

    private static Rejected missing(ServiceId id) {
        return new Rejected(ErrorCode.FUNCTION_NOT_FOUND, "no function " + id);
    }

    public ServiceRecord update(ServiceRecord function, ServiceSettings settings) {
        if (settings.equals(function.settings())) {
            return function;
        }
        ServiceRecord changed =
                services.update(function, settings).orElseThrow(() -> missing(function.id()));
        routes.refresh(function.id());
        return changed;
    }

    /// Gives it another signing secret, which holds when this returns; the one before holds for
    /// `grace` more.
    public SigningSecrets.Made rotateSigningSecret(
            OrganizationId organization, ServiceId id, Duration grace) {
        get(organization, id);
        SigningSecrets.Made made = signing.rotate(organization, id, grace);
        routes.refresh(id);
        return made;
    }

    /// It answers no more when this returns.
    public void delete(OrganizationId organization, ServiceId id) {
        if (!services.delete(organization, id)) {
            throw missing(id);
        }
        routes.remove(id);
    }

    /// `live` points to `version`, or to the one before; traffic has moved when this returns.
    public Alias rollBack(OrganizationId organization, ServiceId id, Optional<Integer> version) {
        get(organization, id);
        Alias alias = versions.rollBack(organization, id, version);
        routes.refresh(id);
        return alias;
    }
}

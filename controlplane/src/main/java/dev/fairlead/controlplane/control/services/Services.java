package dev.fairlead.controlplane.control.services;

import dev.fairlead.controlplane.control.routes.PublishedRoutes;
import dev.fairlead.controlplane.control.signing.SigningSecrets;
import dev.fairlead.controlplane.control.variables.Configurations;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.controlplane.store.versions.Alias;
import dev.fairlead.controlplane.store.versions.ReleaseStore;
import dev.fairlead.controlplane.store.versions.TrafficStore;
import dev.fairlead.controlplane.store.versions.VersionStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ServiceKind;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;
import dev.fairlead.model.traffic.Traffic;

import java.time.Duration;
import java.util.Optional;

/// Use cases of functions that change what is published.
public final class Services {
    private final ProjectStore projects;
    private final ServiceStore services;
    private static final AliasName LIVE = new AliasName("live");
    private static final AliasName NEXT = new AliasName("next");

    private final VersionStore versions;
    private final ReleaseStore releases;
    private final TrafficStore traffic;
    private final SigningSecrets signing;
    private final Configurations configurations;
    private final PublishedRoutes routes;

    public Services(
            ProjectStore projects,
            ServiceStore services,
            VersionStore versions,
            ReleaseStore releases,
            TrafficStore traffic,
            SigningSecrets signing,
            Configurations configurations,
            PublishedRoutes routes) {
        this.projects = projects;
        this.services = services;
        this.versions = versions;
        this.releases = releases;
        this.traffic = traffic;
        this.signing = signing;
        this.configurations = configurations;
        this.routes = routes;
    }

    /// A function.
    public ServiceRecord create(
            OrganizationId organization,
            ProjectName project,
            ServiceName name,
            ServiceSettings settings) {
        return create(organization, project, name, ServiceKind.FUNCTION, settings);
    }

    public ServiceRecord create(
            OrganizationId organization,
            ProjectName project,
            ServiceName name,
            ServiceKind kind,
            ServiceSettings settings) {
        var in =
                projects.find(organization, project)
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.PROJECT_NOT_FOUND,
                                        "no project '" + project + "'; POST /projects makes one"));
        return services.create(in, name, kind, settings);
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

    /// What is live runs with the settings when this returns: other limits make new versions of it.
    public ServiceRecord update(ServiceRecord service, ServiceSettings settings, String author) {
        if (settings.equals(service.settings())) {
            return service;
        }
        ServiceRecord changed =
                services.update(service, settings).orElseThrow(() -> missing(service.id()));
        if (!settings.limits().equals(service.limits())) {
            reconfigure(changed, author);
        }
        routes.refresh(service.id());
        return changed;
    }

    private void reconfigure(ServiceRecord service, String author) {
        versions.aliases(service.organization(), service.id()).stream()
                .filter(alias -> alias.name().equals(LIVE))
                .forEach(alias ->
                        traffic.reconfigure(
                                new TrafficStore.Place(
                                        service.organization(),
                                        service.id(),
                                        alias.environmentId(),
                                        LIVE),
                                (old, fresh) ->
                                        configurations.limited(old, service.limits(), fresh),
                                author));
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

    /// `live` of an environment points to `version`, or to the one before; traffic has moved when
    /// this returns.
    public Alias rollBack(
            OrganizationId organization,
            ServiceId id,
            EnvironmentId environment,
            Optional<Integer> version) {
        get(organization, id);
        Alias alias = releases.rollBack(organization, id, environment, version);
        routes.release(id);
        return alias;
    }

    /// Spreads an alias's requests; they are when this returns.
    public Alias spread(TrafficStore.Place place, Traffic wish, Optional<Long> seen) {
        if (place.alias().equals(NEXT)) {
            throw Rejected.field("alias", "'next' belongs to rollouts");
        }
        Alias alias = traffic.put(place, wish, seen);
        routes.refresh(place.service());
        return alias;
    }

    /// The alias answers no more when this returns; `live` stays.
    public void removeAlias(TrafficStore.Place place) {
        if (place.alias().equals(LIVE) || place.alias().equals(NEXT)) {
            throw Rejected.field("alias", "'" + place.alias() + "' cannot be removed");
        }
        if (!traffic.remove(place)) {
            throw new Rejected(ErrorCode.ALIAS_NOT_FOUND, "no alias '" + place.alias() + "' there");
        }
        routes.refresh(place.service());
    }
}

package dev.fairlead.controlplane.store.variables;

import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.variables.VariableScope;

import java.util.Optional;

/// Where variables are set: the installation, or something of an organization.
public record VariablePlace(
        Optional<OrganizationId> organization,
        Optional<ProjectId> project,
        Optional<EnvironmentId> environment,
        Optional<ServiceId> service) {
    public static final VariablePlace INSTALLATION =
            new VariablePlace(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public static VariablePlace of(OrganizationId organization) {
        return new VariablePlace(
                Optional.of(organization), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static VariablePlace of(OrganizationId organization, ProjectId project) {
        return new VariablePlace(
                Optional.of(organization),
                Optional.of(project),
                Optional.empty(),
                Optional.empty());
    }

    public static VariablePlace of(OrganizationId organization, EnvironmentId environment) {
        return new VariablePlace(
                Optional.of(organization),
                Optional.empty(),
                Optional.of(environment),
                Optional.empty());
    }

    /// In one environment, where one is named.
    public static VariablePlace of(
            OrganizationId organization, ServiceId service, Optional<EnvironmentId> environment) {
        return new VariablePlace(
                Optional.of(organization), Optional.empty(), environment, Optional.of(service));
    }

    public VariableScope scope() {
        if (service.isPresent()) {
            return environment.isPresent() ? VariableScope.PLACE : VariableScope.SERVICE;
        }
        if (environment.isPresent()) {
            return VariableScope.ENVIRONMENT;
        }
        if (project.isPresent()) {
            return VariableScope.PROJECT;
        }
        return organization.isPresent() ? VariableScope.ORGANIZATION : VariableScope.INSTALLATION;
    }

    /// What its secrets are sealed as. The one of a service is older than other scopes.
    public String text() {
        return switch (scope()) {
            case SERVICE -> service.orElseThrow().toString();
            case PLACE -> service.orElseThrow() + "/" + environment.orElseThrow();
            case ENVIRONMENT -> environment.orElseThrow().toString();
            case PROJECT -> project.orElseThrow().toString();
            case ORGANIZATION -> organization.orElseThrow().toString();
            case INSTALLATION, DEFAULT, DEPLOYMENT -> "installation";
        };
    }
}

package dev.fairlead.controlplane.api.deployments;

import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.control.deployments.Deployments;
import dev.fairlead.controlplane.control.environments.Environments;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.traffic.Strategy;

import java.util.Optional;

/// Which environment a request means, and whether its caller may release there.
public final class Wishes {
    private final Environments environments;

    public Wishes(Environments environments) {
        this.environments = environments;
    }

    /// Production where none is named.
    public Environment environment(ServiceRecord service, Optional<String> name) {
        return environments.of(service, name.map(Wishes::name).orElse(EnvironmentName.PRODUCTION));
    }

    private static EnvironmentName name(String text) {
        try {
            return new EnvironmentName(text);
        } catch (InvalidValue e) {
            throw Rejected.field("environment", e.rule());
        }
    }

    /// The same, where the caller may change what runs there.
    public Environment deployable(
            ApiRequest request, ServiceRecord service, Optional<String> name) {
        Environment environment = environment(service, name);
        environments.mayDeploy(environment, request.caller());
        return environment;
    }

    /// Refuses a caller who may not change what runs in every environment of the project.
    public void everywhere(ApiRequest request, ServiceRecord service) {
        environments
                .all(service)
                .forEach(environment -> environments.mayDeploy(environment, request.caller()));
    }

    /// Refuses a caller who could not deploy there themselves.
    public void mayApprove(ApiRequest request, Deployment deployment) {
        environments.mayDeploy(
                environments.get(deployment.organization(), deployment.environment()),
                request.caller());
    }

    /// Refuses a caller whom the environment does not let deploy.
    public Deployments.Wish of(
            ApiRequest request,
            ServiceRecord service,
            Optional<String> environment,
            Optional<Strategy> strategy) {
        return new Deployments.Wish(
                deployable(request, service, environment), strategy, request.caller().id());
    }
}

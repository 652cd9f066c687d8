package dev.fairlead.controlplane.control.variables;

import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.versions.Configuration;
import dev.fairlead.controlplane.store.versions.Configuration.Kept;
import dev.fairlead.controlplane.store.versions.Version;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.variables.Seen;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.variables.VariableScope;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes what versions keep, and opens it for the data plane. A secret is sealed for the deployment
/// that made the version, and is nobody else's.
public final class Configurations {
    private final ServiceVariables variables;
    private final Envelope envelope;

    public Configurations(ServiceVariables variables, Envelope envelope) {
        this.variables = variables;
        this.envelope = envelope;
    }

    /// What the version of a deployment is to run with, as things are now. Throws `Rejected` with
    /// all that is wrong with its variables.
    public Configuration of(ServiceRecord service, Deployment deployment) {
        var who =
                ServiceVariables.Onlooker.of(
                        service, deployment.environment(), deployment.environmentName());
        ServiceVariables.View view = variables.view(who, Seen.RUN, overrides(deployment)).sound();
        return new Configuration(
                service.limits(), kept(view.variables(), deployment.id()), deployment.upstream());
    }

    /// Throws `Rejected` with all that is wrong with what a deployment would see.
    public void check(
            ServiceRecord service, Environment environment, Map<String, String> overrides) {
        Variables.refuse(
                variables.problems(
                        ServiceVariables.Onlooker.of(service, environment.id(), environment.name()),
                        overrides));
    }

    /// What a deployment's build sees. Throws `Rejected` with all that is wrong.
    public ServiceVariables.View build(ServiceRecord service, Deployment deployment) {
        var who =
                ServiceVariables.Onlooker.of(
                        service, deployment.environment(), deployment.environmentName());
        return variables.view(who, Seen.BUILD, overrides(deployment)).sound();
    }

    private List<Kept> kept(List<Effective> all, DeploymentId deployment) {
        return all.stream()
                .map(one ->
                        new Kept(
                                one.name(),
                                one.origin(),
                                one.secret() ? Optional.empty() : Optional.of(one.value()),
                                one.secret()
                                        ? Optional.of(sealed(deployment, one.name(), one.value()))
                                        : Optional.empty()))
                .toList();
    }

    private String sealed(DeploymentId deployment, VariableName name, String value) {
        return Base64.getEncoder().encodeToString(envelope.seal(bound(deployment, name), value));
    }

    /// What a secret of a version is called when it is sealed.
    public static String bound(DeploymentId deployment, VariableName name) {
        return deployment + "/" + name;
    }

    private String opened(DeploymentId deployment, VariableName name, String sealed) {
        return envelope.open(bound(deployment, name), Base64.getDecoder().decode(sealed));
    }

    private String text(DeploymentId deployment, Kept one) {
        return one.sealed()
                .map(sealed -> opened(deployment, one.name(), sealed))
                .or(one::value)
                .orElse("");
    }

    /// The variables of a version in plain text, by name, as it runs with them.
    public Map<String, String> open(Configuration configuration, DeploymentId deployment) {
        var values = new LinkedHashMap<String, String>();
        configuration
                .variables()
                .forEach(one -> values.put(one.name().text(), text(deployment, one)));
        return values;
    }

    /// Values for one deployment alone, as they are written down.
    public Map<String, String> sealOverrides(
            ServiceId service, EnvironmentId environment, Map<String, String> plain) {
        var sealed = new LinkedHashMap<String, String>();
        plain.forEach((name, value) ->
                sealed.put(
                        name,
                        Base64.getEncoder()
                                .encodeToString(
                                        envelope.seal(
                                                override(service, environment, name), value))));
        return sealed;
    }

    /// What a value for one deployment alone is called when it is sealed.
    public static String override(ServiceId service, EnvironmentId environment, String name) {
        return service + "/" + environment + "/override/" + name;
    }

    private Map<String, String> overrides(Deployment deployment) {
        var plain = new LinkedHashMap<String, String>();
        deployment
                .overrides()
                .forEach((name, sealed) ->
                        plain.put(
                                name,
                                envelope.open(
                                        override(
                                                deployment.service(),
                                                deployment.environment(),
                                                name),
                                        Base64.getDecoder().decode(sealed))));
        return plain;
    }

    /// The values for one deployment alone that a version was made with.
    public Map<String, String> overrides(Version version) {
        var plain = new LinkedHashMap<String, String>();
        version.configuration().variables().stream()
                .filter(one -> one.origin().scope() == VariableScope.DEPLOYMENT)
                .forEach(one -> plain.put(one.name().text(), text(version.deployment(), one)));
        return plain;
    }

    /// The same variables with other limits, for a deployment of its own; empty where nothing
    /// changes.
    public Optional<Configuration> limited(Version old, Limits limits, DeploymentId fresh) {
        return old.configuration().limits().equals(limits)
                ? Optional.empty()
                : Optional.of(
                        new Configuration(
                                limits,
                                kept(effective(old), fresh),
                                old.configuration().upstream()));
    }

    private List<Effective> effective(Version version) {
        return version.configuration().variables().stream()
                .map(one ->
                        new Effective(
                                one.name(),
                                text(version.deployment(), one),
                                one.secret(),
                                one.origin(),
                                List.of()))
                .toList();
    }

    /// What a service sees by now with the limits of a version, for a deployment of its own; empty
    /// where nothing changes.
    public Optional<Configuration> renewed(
            Version old, ServiceVariables.View view, DeploymentId fresh) {
        boolean same =
                view.values(false).equals(values(old, false))
                        && view.values(true).equals(values(old, true));
        return same
                ? Optional.empty()
                : Optional.of(
                        new Configuration(
                                old.configuration().limits(),
                                kept(view.variables(), fresh),
                                old.configuration().upstream()));
    }

    private Map<String, String> values(Version version, boolean secret) {
        return References.values(effective(version), secret);
    }

    /// The variables of a version for people: of secrets only something that is the same for equal
    /// ones within `comparing`.
    public Map<String, String> comparable(Version version, Map<String, String> comparing) {
        var values = new LinkedHashMap<String, String>();
        for (Effective one : effective(version)) {
            values.put(
                    one.name().text(),
                    one.secret()
                            ? comparing.computeIfAbsent(
                                    one.value(), _ -> "(secret " + (comparing.size() + 1) + ")")
                            : one.value());
        }
        return values;
    }
}

package dev.fairlead.controlplane.control.variables;

import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.projects.Project;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.variables.Definition;
import dev.fairlead.controlplane.store.variables.DefinitionStore;
import dev.fairlead.controlplane.store.variables.VariableStore;
import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;
import dev.fairlead.model.variables.Seen;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.variables.VariableScope;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a service sees of all variables that reach it.
public final class ServiceVariables {
    private final VariableStore store;
    private final DefinitionStore definitions;
    private final Variables variables;
    private final String url;

    /// `url` is where this installation is found.
    public ServiceVariables(
            VariableStore store, DefinitionStore definitions, Variables variables, String url) {
        this.store = store;
        this.definitions = definitions;
        this.variables = variables;
        this.url = url;
    }

    /// Who looks: a project, an environment of it where one is meant, a service in it likewise.
    public record Onlooker(
            OrganizationId organization,
            ProjectId projectId,
            ProjectName project,
            Optional<EnvironmentId> environmentId,
            Optional<EnvironmentName> environment,
            Optional<ServiceId> serviceId,
            Optional<ServiceName> service) {

        public static Onlooker of(
                Project project,
                Optional<Environment> environment,
                Optional<ServiceRecord> service) {
            return new Onlooker(
                    project.organization(),
                    project.id(),
                    project.name(),
                    environment.map(Environment::id),
                    environment.map(Environment::name),
                    service.map(ServiceRecord::id),
                    service.map(ServiceRecord::name));
        }

        public static Onlooker of(
                ServiceRecord service, EnvironmentId environment, EnvironmentName name) {
            return new Onlooker(
                    service.organization(),
                    service.projectId(),
                    service.project(),
                    Optional.of(environment),
                    Optional.of(name),
                    Optional.of(service.id()),
                    Optional.of(service.name()));
        }
    }

    /// What somebody sees, and what is wrong with it.
    public record View(List<Effective> variables, List<FieldError> problems) {
        public View {
            variables = List.copyOf(variables);
            problems = List.copyOf(problems);
        }

        /// Throws `Rejected` with all that is wrong.
        public View sound() {
            Variables.refuse(problems);
            return this;
        }

        /// Those that are no secrets, or those that are, by name.
        public Map<String, String> values(boolean secret) {
            return References.values(variables, secret);
        }
    }

    /// What is seen by what runs, or by a build; `overrides` are for one deployment alone.
    public View view(Onlooker who, Seen from, Map<String, String> overrides) {
        return view(who, from, definitions(who), settings(who, overrides));
    }

    private List<Definition> definitions(Onlooker who) {
        return definitions.list(who.organization(), who.projectId());
    }

    /// What is wrong with what a service sees, anywhere.
    public List<FieldError> problems(Onlooker who, Map<String, String> overrides) {
        List<Definition> expected = definitions(who);
        List<Setting> settings = settings(who, overrides);
        var all = new LinkedHashSet<FieldError>();
        all.addAll(view(who, Seen.BUILD, expected, settings).problems());
        all.addAll(view(who, Seen.RUN, expected, settings).problems());
        return List.copyOf(all);
    }

    private View view(Onlooker who, Seen from, List<Definition> expected, List<Setting> settings) {
        References.Result result = References.follow(settings, from, facts(who));
        var set = new HashSet<VariableName>();
        settings.forEach(one -> set.add(one.name()));
        var problems = new ArrayList<>(result.problems());
        problems.addAll(Expectations.problems(expected, result.variables(), set));
        return new View(result.variables(), problems);
    }

    private Map<String, String> facts(Onlooker who) {
        var facts = new HashMap<String, String>();
        facts.put("url", url);
        facts.put("project", who.project().text());
        who.environment().ifPresent(name -> facts.put("environment", name.text()));
        who.service().ifPresent(name -> facts.put("service", name.text()));
        return facts;
    }

    private List<Setting> settings(Onlooker who, Map<String, String> overrides) {
        List<Definition> expected = definitions(who);
        var all = new ArrayList<Setting>();
        for (Definition one : expected) {
            one.standard()
                    .ifPresent(value ->
                            all.add(
                                    Setting.given(
                                            one.name(), VariableScope.DEFAULT, false, value)));
        }
        store.reaching(who.organization(), who.projectId(), who.environmentId(), who.serviceId())
                .forEach(variable -> all.addAll(variables.settings(variable)));
        overrides.forEach((text, value) -> {
            var name = new VariableName(text);
            boolean secret =
                    all.stream().anyMatch(one -> one.name().equals(name) && one.secret())
                            || expected.stream()
                                    .anyMatch(one -> one.name().equals(name) && one.secret());
            all.add(Setting.given(name, VariableScope.DEPLOYMENT, secret, value));
        });
        return all;
    }
}

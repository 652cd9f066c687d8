package dev.fairlead.controlplane.control.builds;

import dev.fairlead.controlplane.control.variables.Configurations;
import dev.fairlead.controlplane.control.variables.ServiceVariables;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.controlplane.store.versions.Configuration;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ContentHash;

import java.util.Map;
import java.util.stream.Collectors;

/// Runs the build of one deployment, with the variables that its service has now, and says what its
/// version is to run with.
public final class BuildRun {
    private final Toolchain toolchain;
    private final ServiceStore services;
    private final Configurations configurations;
    private final BuildWatch watch;

    public BuildRun(
            Toolchain toolchain,
            ServiceStore services,
            Configurations configurations,
            BuildWatch watch) {
        this.toolchain = toolchain;
        this.services = services;
        this.configurations = configurations;
        this.watch = watch;
    }

    /// Blocks. Throws `BuildFailed` for the author's mistakes and `RunningBuilds.Stopped` when
    /// nobody wants it any more.
    public Deployment.Product build(Deployment of) {
        ServiceRecord service = service(of);
        ServiceVariables.View seen = seen(service, of);
        var order =
                new Toolchain.Order(
                        of.organization(),
                        service.kind(),
                        of.language(),
                        of.source().orElseThrow(),
                        seen.values(false),
                        seen.values(true));
        return watch.build(of, progress -> toolchain.build(order, progress));
    }

    private ServiceRecord service(Deployment of) {
        return services.find(of.organization(), of.service())
                .orElseThrow(RunningBuilds.Stopped::new);
    }

    private ServiceVariables.View seen(ServiceRecord service, Deployment of) {
        try {
            return configurations.build(service, of);
        } catch (Rejected e) {
            throw new BuildFailed(e.code(), told(e));
        }
    }

    /// What a version of it runs with as things are now. Throws `BuildFailed` where its variables
    /// are not as they have to be.
    public Configuration configuration(ServiceRecord service, Deployment of) {
        try {
            return configurations.of(service, of);
        } catch (Rejected e) {
            throw new BuildFailed(e.code(), told(e));
        }
    }

    /// All that is wrong, in one text.
    private static String told(Rejected rejected) {
        String all =
                rejected.errors().stream()
                        .map(one ->
                                one.pointer().replaceFirst("^/variables/?", "")
                                        + " "
                                        + one.detail())
                        .collect(Collectors.joining("; "));
        return all.isEmpty() ? rejected.detail() : all;
    }

    /// A configuration's variables in plain text, for the deployment that it was made for.
    public Map<String, String> environment(Configuration configuration, Deployment of) {
        return configurations.open(configuration, of.id());
    }

    /// Throws `BuildFailed` unless the artifact is there and whole.
    public void verify(ContentHash artifact) {
        toolchain.verify(artifact);
    }
}

package dev.fairlead.controlplane.control.builds;

import dev.fairlead.controlplane.control.variables.Variables;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.functions.ContentHash;

/// Runs the build of one deployment, with the variables that its function has now.
public final class BuildRun {
    private final Toolchain toolchain;
    private final Variables variables;
    private final BuildWatch watch;

    public BuildRun(Toolchain toolchain, Variables variables, BuildWatch watch) {
        this.toolchain = toolchain;
        this.variables = variables;
        this.watch = watch;
    }

    /// Blocks. Throws `BuildFailed` for the author's mistakes and `RunningBuilds.Stopped` when
    /// nobody wants it any more.
    public Deployment.Product build(Deployment of) {
        var order =
                new Toolchain.Order(
                        of.organization(),
                        of.language(),
                        of.source().orElseThrow(),
                        variables.plain(of.organization(), of.service()),
                        variables.secrets(of.organization(), of.service()));
        return watch.build(of, progress -> toolchain.build(order, progress));
    }

    /// Throws `BuildFailed` unless the artifact is there and whole.
    public void verify(ContentHash artifact) {
        toolchain.verify(artifact);
    }
}

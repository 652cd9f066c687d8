package dev.fairlead.controlplane.control.builds;

import dev.fairlead.controlplane.store.builds.BuildStore;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.ids.DeploymentId;

import java.util.function.Function;

/// Writes down what builds do while they run, and lets them be stopped.
public final class BuildWatch {
    private final BuildStore store;
    private final BuildLogs logs;
    private final RunningBuilds running;
    private final Runnable placeFree;

    /// `placeFree` is called when a deployment has ended.
    public BuildWatch(BuildStore store, BuildLogs logs, RunningBuilds running, Runnable placeFree) {
        this.store = store;
        this.logs = logs;
        this.running = running;
        this.placeFree = placeFree;
    }

    /// Runs a deployment's build in the caller's thread. Throws `RunningBuilds.Stopped` when it was
    /// cancelled, here or on another node.
    public Deployment.Product build(
            Deployment of, Function<Toolchain.Progress, Deployment.Product> work) {
        return running.run(of.id(), () -> work.apply(progress(of)));
    }

    private Toolchain.Progress progress(Deployment of) {
        return new Toolchain.Progress() {
            @Override
            public void phase(BuildPhase phase) {
                if (!store.phase(of.id(), phase)) {
                    throw new RunningBuilds.Stopped();
                }
                logs.line(of, phase.word());
            }

            @Override
            public void line(String text) {
                logs.line(of, text);
            }
        };
    }

    public void line(Deployment of, String text) {
        logs.line(of, text);
    }

    /// The deployment was given up: its build becomes a dead letter.
    public void dead(Deployment of) {
        store.die(of.id());
    }

    /// The deployment has ended or is gone.
    public void ended(DeploymentId deployment) {
        logs.end(deployment);
        placeFree.run();
    }
}

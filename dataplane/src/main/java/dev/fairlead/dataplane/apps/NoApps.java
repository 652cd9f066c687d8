package dev.fairlead.dataplane.apps;

import dev.fairlead.dataplane.upstream.Places;
import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.util.List;

/// Where nothing can run apps. `why` says what is missing, and what to do.
public record NoApps(String why) implements AppRuntime {
    @Override
    public App app(AppSpec spec) {
        var places = new Places(1, spec.program().limits().queueLength());
        return new Absent(why, Upstream.ofInstances(UpstreamSpec.USUAL_DRAIN, places, _ -> {}));
    }

    private record Absent(String why, Upstream upstream) implements App {
        @Override
        public void prepare(int instances) {
            throw new BuildFailed(ErrorCode.NO_CONTAINER_ENGINE, why);
        }

        @Override
        public void led(Scale scale) {
            // Nothing can be started.
        }

        @Override
        public void needed() {
            // Requests are told after a while that there is none.
        }

        @Override
        public List<AppInstance> instances() {
            return List.of();
        }

        @Override
        public void rest() {
            // Nothing runs.
        }

        @Override
        public void close() {
            upstream.close();
        }
    }
}

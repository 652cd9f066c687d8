package dev.fairlead.dataplane.apps;

import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

/// Where nothing can run apps. `why` says what is missing, and what to do.
public record NoApps(String why) implements AppRuntime {
    @Override
    public App app(AppSpec spec) {
        return new Absent(why, Upstream.ofInstances(UpstreamSpec.USUAL_DRAIN));
    }

    private record Absent(String why, Upstream upstream) implements App {
        @Override
        public void prepare() {
            throw new BuildFailed(ErrorCode.NO_CONTAINER_ENGINE, why);
        }

        @Override
        public void wanted() {
            // Requests are told after a while that there is none.
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

package dev.fairlead.dataplane.proxy;

import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.AppRuntime;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Apps whose instances the test starts and stops by hand.
final class HandApps implements AppRuntime {
    private final Map<Integer, HandApp> apps = new ConcurrentHashMap<>();
    volatile boolean broken;

    @Override
    public HandApp app(AppSpec spec) {
        var app = new HandApp(this);
        apps.put(spec.program().version(), app);
        return app;
    }

    HandApp of(int version) {
        return Objects.requireNonNull(apps.get(version));
    }

    static final class HandApp implements App {
        private final HandApps home;
        private final Upstream upstream = Upstream.ofInstances(UpstreamSpec.USUAL_DRAIN);
        final AtomicInteger prepared = new AtomicInteger();
        final AtomicInteger wanted = new AtomicInteger();
        volatile boolean resting;

        private HandApp(HandApps home) {
            this.home = home;
        }

        LiveTarget join(Origin origin) {
            return upstream.join(Target.http("127.0.0.1", origin.port()));
        }

        @Override
        public void prepare() {
            if (home.broken) {
                throw new BuildFailed(ErrorCode.START_FAILED, "broken");
            }
            prepared.incrementAndGet();
        }

        @Override
        public Upstream upstream() {
            return upstream;
        }

        @Override
        public void wanted() {
            resting = false;
            wanted.incrementAndGet();
        }

        @Override
        public void rest() {
            resting = true;
        }

        @Override
        public void close() {
            upstream.close();
        }
    }
}

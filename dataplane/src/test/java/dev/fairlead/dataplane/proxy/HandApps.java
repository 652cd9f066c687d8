package dev.fairlead.dataplane.proxy;

import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.apps.AppRuntime;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.upstream.Places;
import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Limits;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Apps whose instances the test starts and stops by hand.
final class HandApps implements AppRuntime {
    private final Map<Integer, HandApp> apps = new ConcurrentHashMap<>();
    final AtomicInteger made = new AtomicInteger();
    volatile boolean broken;

    @Override
    public HandApp app(AppSpec spec) {
        var app = new HandApp(this, spec);
        made.incrementAndGet();
        apps.put(spec.program().version(), app);
        return app;
    }

    HandApp of(int version) {
        return Objects.requireNonNull(apps.get(version));
    }

    static final class HandApp implements App {
        private final HandApps home;
        private final Upstream upstream;
        final List<LiveTarget> doubted = new CopyOnWriteArrayList<>();
        final AtomicInteger prepared = new AtomicInteger();
        final AtomicInteger led = new AtomicInteger();
        final AtomicInteger needed = new AtomicInteger();
        volatile int instances;
        volatile boolean resting;

        private HandApp(HandApps home, AppSpec spec) {
            this.home = home;
            Limits limits = spec.program().limits();
            var places = new Places(limits.concurrency(), limits.queueLength());
            this.upstream = Upstream.ofInstances(UpstreamSpec.USUAL_DRAIN, places, doubted::add);
        }

        LiveTarget join(Origin origin) {
            return upstream.join(Target.http("127.0.0.1", origin.port()));
        }

        @Override
        public void prepare(int count) {
            instances = count;
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
        public void led(Scale scale) {
            resting = false;
            upstream.places().orElseThrow().open();
            led.incrementAndGet();
        }

        @Override
        public void needed() {
            needed.incrementAndGet();
        }

        @Override
        public void rest() {
            resting = true;
            upstream.places().orElseThrow().close();
        }

        @Override
        public List<AppInstance> instances() {
            return List.of();
        }

        @Override
        public void close() {
            upstream.close();
        }
    }
}

package dev.fairlead.container;

import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.AppRuntime;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.containers.ContainerSummary;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Runs apps in containers of one engine. When it is closed its instances run on, and the next one
/// of the same installation finds them.
public final class ContainerRuntime implements AppRuntime, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRuntime.class);

    private static final Duration LOOK_EVERY = Duration.ofMinutes(5);
    private static final Duration SPARES_EVERY = Duration.ofSeconds(2);

    private final Engine engine;
    private final ContainerSettings settings;
    private final Launcher launcher;
    private final Marks marks;
    private final Spares spares;
    private final Set<String> ours = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    public ContainerRuntime(Engine engine, ContainerSettings settings) {
        this(engine, settings, Spares::tight);
    }

    /// Where memory is short when `tight` says so.
    ContainerRuntime(Engine engine, ContainerSettings settings, BooleanSupplier tight) {
        this.engine = engine;
        this.settings = settings;
        this.launcher = new Launcher(engine, settings);
        this.marks = new Marks(settings.installation());
        this.spares = new Spares(settings.frozen(), tight);
    }

    /// Looks for what nobody has, and whether memory becomes short, now and then. Called when all
    /// apps that were running are known.
    public void start() {
        Thread.ofVirtual().name("stray-instances").start(this::look);
    }

    private void look() {
        long next = System.nanoTime() + LOOK_EVERY.toNanos();
        try {
            while (!closed.await(SPARES_EVERY.toSeconds(), TimeUnit.SECONDS)) {
                spares.look(System.nanoTime());
                if (System.nanoTime() - next < 0) {
                    continue;
                }
                next += LOOK_EVERY.toNanos();
                try {
                    removeStrays(LOOK_EVERY);
                } catch (IOException e) {
                    LOG.debug("the engine is away", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    @Override
    public App app(AppSpec spec) {
        return new ContainerApp(this, spec);
    }

    boolean closed() {
        return closed.getCount() == 0;
    }

    /// Waits; true where it was closed meanwhile.
    boolean closesWithin(Duration time) throws InterruptedException {
        return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    ContainerSettings settings() {
        return settings;
    }

    /// Instances of this version that run and that nobody has yet.
    List<Instance> there(AppSpec spec) {
        return launcher.there(spec, ours);
    }

    Instance launch(AppSpec spec, Optional<String> created)
            throws StartFailed, InterruptedException {
        return launcher.launch(spec, created, ours);
    }

    /// A container that only has to be started.
    Optional<String> create(AppSpec spec) {
        return launcher.create(spec, ours);
    }

    void discard(String created) {
        launcher.discard(created);
        ours.remove(created);
    }

    void frozen(Fleet fleet, Member member) {
        spares.add(fleet, member);
    }

    void gone(Instance instance) {
        ours.remove(instance.container());
    }

    /// Removes instances of this installation that no app here has and that are older than `age`:
    /// what a server left behind that died in the middle. How many went.
    public int removeStrays(Duration age) throws IOException {
        Instant before = Instant.now().minus(age);
        List<ContainerSummary> all = engine.containers().list(marks.instances());
        int gone = 0;
        for (ContainerSummary one : all) {
            if (one.created().isBefore(before) && !ours.contains(one.id())) {
                LOG.warn("an instance that nobody has is removed container={}", one.id());
                engine.containers().remove(one.id());
                gone++;
            }
        }
        return gone;
    }
}

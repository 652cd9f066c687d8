package dev.fairlead.container;

import dev.fairlead.container.instances.Closing;
import dev.fairlead.container.instances.ContainerSettings;
import dev.fairlead.container.instances.EndListener;
import dev.fairlead.container.instances.ImageStarter;
import dev.fairlead.container.instances.Instance;
import dev.fairlead.container.instances.Launcher;
import dev.fairlead.container.instances.Marks;
import dev.fairlead.container.instances.Networked;
import dev.fairlead.container.instances.Starter;
import dev.fairlead.container.lambda.Doors;
import dev.fairlead.container.lambda.LambdaStarter;
import dev.fairlead.container.logs.Printing;
import dev.fairlead.container.stacks.Hands;
import dev.fairlead.container.stacks.KeptServices;
import dev.fairlead.container.stacks.StackStarter;
import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.AppRuntime;
import dev.fairlead.dataplane.apps.LineSink;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.containers.ContainerSummary;
import dev.fairlead.model.apps.Contract;
import dev.fairlead.model.functions.Abi;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Runs apps in containers of one engine. When it is closed its instances run on, and the next one
/// of the same installation finds them.
public final class ContainerRuntime implements AppRuntime, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRuntime.class);

    private static final Duration LOOK_EVERY = Duration.ofMinutes(5);
    private static final Duration SPARES_EVERY = Duration.ofSeconds(2);
    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    private final Engine engine;
    private final ContainerSettings settings;
    private final Launcher launcher;
    private final Networked networks;
    private final Marks marks;
    private final Optional<Printing> printing;
    private final Spares spares;
    private final Doors doors = new Doors();
    private final Closing closing = new Closing();
    private final Lock ahead = new ReentrantLock(true);
    private final Map<String, KeptServices> kept = new ConcurrentHashMap<>();

    /// One whose containers' lines go to `lines`.
    public ContainerRuntime(Engine engine, ContainerSettings settings, LineSink lines) {
        this(engine, settings, Optional.of(lines), Spares::tight);
    }

    /// One that keeps no lines.
    public ContainerRuntime(Engine engine, ContainerSettings settings) {
        this(engine, settings, Optional.empty(), Spares::tight);
    }

    /// Where memory is short when `tight` says so.
    ContainerRuntime(
            Engine engine,
            ContainerSettings settings,
            Optional<LineSink> lines,
            BooleanSupplier tight) {
        this.engine = engine;
        this.settings = settings;
        this.marks = new Marks(settings.installation());
        this.printing = lines.map(sink -> new Printing(engine, marks, sink));
        EndListener ending =
                printing.<EndListener>map(all -> one -> all.finish(one, LAST_LINES))
                        .orElse(EndListener.NONE);
        this.launcher = new Launcher(engine, settings, ending);
        this.networks = new Networked(engine, settings);
        this.spares = new Spares(settings.frozen(), tight);
    }

    /// Looks for what nobody has, and whether memory becomes short, now and then, and reads what
    /// containers print. Called when all apps that were running are known.
    public void start() {
        printing.ifPresent(Printing::begin);
        Thread.ofVirtual().name("stray-instances").start(this::look);
    }

    private void look() {
        long next = System.nanoTime() + LOOK_EVERY.toNanos();
        try {
            while (!closing.beginsWithin(SPARES_EVERY)) {
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
        closing.begin();
        printing.ifPresent(Printing::close);
        doors.close();
    }

    @Override
    public App app(AppSpec spec) {
        return new ContainerApp(this, spec);
    }

    Closing closing() {
        return closing;
    }

    ContainerSettings settings() {
        return settings;
    }

    /// Who starts the instances of a version.
    Starter starter(AppSpec spec) {
        if (spec.program().abi() == Abi.STACK) {
            String place = spec.program().function() + "/" + spec.environment();
            return new StackStarter(
                    new Hands(engine, launcher, networks, settings, closing),
                    spec,
                    kept.computeIfAbsent(place, _ -> new KeptServices()));
        }
        var images = new ImageStarter(spec, settings, launcher, networks);
        return images.contract() == Contract.LAMBDA
                ? new LambdaStarter(spec, engine, settings, launcher, images, doors)
                : images;
    }

    /// Who tells what the instances of a version take.
    Usages usages() {
        return new Usages(engine);
    }

    /// A container for the next start of one who still wishes it then. One at a time, so that many
    /// apps that come to rest at once do not keep the engine from starts.
    Optional<String> createAhead(Starter starter, BooleanSupplier wished) {
        ahead.lock();
        try {
            return closing.begun() || !wished.getAsBoolean() ? Optional.empty() : starter.create();
        } finally {
            ahead.unlock();
        }
    }

    void discard(String created) {
        launcher.discard(created);
    }

    void frozen(Fleet fleet, Member member) {
        spares.add(fleet, member);
    }

    void gone(Instance instance) {
        launcher.forget(instance.container());
    }

    /// Removes containers of this installation that no app or stack here has and that are older
    /// than `age`: what a server left behind that died in the middle. How many went.
    public int removeStrays(Duration age) throws IOException {
        Instant before = Instant.now().minus(age);
        var all = new ArrayList<ContainerSummary>();
        for (String kind : List.of(Marks.INSTANCE, Marks.PART, Marks.KEPT)) {
            all.addAll(engine.containers().list(marks.ofKind(kind)));
        }
        int gone = 0;
        for (ContainerSummary one : all) {
            if (one.created().isBefore(before) && !launcher.has(one.id())) {
                LOG.warn("a container that nobody has is removed container={}", one.id());
                launcher.discard(one.id());
                gone++;
            }
        }
        return gone;
    }
}

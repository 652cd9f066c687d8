package dev.fairlead.container;

import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.containers.Container;
import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.containers.ContainerState;
import dev.fairlead.engine.containers.ContainerSummary;
import dev.fairlead.engine.containers.Limits;
import dev.fairlead.engine.containers.Mount;
import dev.fairlead.engine.containers.Networking;
import dev.fairlead.engine.containers.Program;
import dev.fairlead.engine.containers.Walls;
import dev.fairlead.model.apps.ImageDescription;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Starts instances: a container in its environment's network that took a connection, or answered
/// where it says how it is.
final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final long TEMPORARY_BYTES = 64L << 20;
    private static final int PROCESSES = 512;
    private static final long LOG_FILE_BYTES = 5L << 20;
    private static final int LOG_FILES = 2;
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Engine engine;
    private final ContainerSettings settings;
    private final Marks marks;
    private final Networked networks;

    Launcher(Engine engine, ContainerSettings settings) {
        this.engine = engine;
        this.settings = settings;
        this.marks = new Marks(settings.installation());
        this.networks = new Networked(engine, marks);
    }

    /// A new one, of the container that was `created` ahead or of another, which is `taken` then.
    /// Returns when it can take requests.
    Instance launch(AppSpec app, Optional<String> created, Set<String> taken)
            throws StartFailed, InterruptedException {
        ImageDescription image = description(app);
        try {
            String network = networks.of(app);
            String container =
                    created.isPresent()
                            ? created.get()
                            : engine.containers().create(spec(app, image, network));
            taken.add(container);
            return started(container, image, network, taken);
        } catch (EngineFailed e) {
            boolean missing = e.reason() == EngineFailed.Reason.MISSING;
            if (missing && created.isPresent()) {
                taken.remove(created.get());
                return launch(app, Optional.empty(), taken);
            }
            throw new StartFailed(
                    missing ? ErrorCode.IMAGE_UNAVAILABLE : ErrorCode.START_FAILED,
                    missing
                            ? "The image "
                                    + image.reference()
                                    + " is not here any more; deploy again."
                            : "The container engine refused it: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new StartFailed(
                    ErrorCode.NO_CONTAINER_ENGINE,
                    "The container engine cannot be reached: " + e.getMessage(),
                    e);
        }
    }

    /// A container that was not started, for the next one that is needed; empty where that fails.
    Optional<String> create(AppSpec app, Set<String> taken) {
        try {
            ImageDescription image = description(app);
            String container = engine.containers().create(spec(app, image, networks.of(app)));
            taken.add(container);
            return Optional.of(container);
        } catch (IOException | StartFailed e) {
            LOG.debug("no container is created ahead app={}", app.name(), e);
            return Optional.empty();
        }
    }

    /// Those that run already, answer and are not `taken`, which they are then. None where the
    /// engine is away.
    List<Instance> there(AppSpec app, Set<String> taken) {
        var found = new ArrayList<Instance>();
        try {
            for (ContainerSummary one : engine.containers().list(marks.instancesOf(app))) {
                if (taken.add(one.id())) {
                    Optional<Instance> here = adopted(one, description(app), networks.of(app));
                    here.ifPresentOrElse(found::add, () -> taken.remove(one.id()));
                }
            }
        } catch (IOException | StartFailed e) {
            LOG.debug("what runs already is not known app={}", app.name(), e);
        }
        return found;
    }

    private static ImageDescription description(AppSpec app) throws StartFailed {
        try {
            return ImageDescription.parse(Files.readString(app.program().artifact()));
        } catch (IOException | InvalidValue e) {
            throw new StartFailed(
                    ErrorCode.IMAGE_UNAVAILABLE,
                    "The description of its image is gone or damaged; deploy again.",
                    e);
        }
    }

    private Optional<Instance> adopted(ContainerSummary one, ImageDescription image, String network)
            throws IOException {
        if (one.phase() == ContainerState.Phase.PAUSED) {
            engine.containers().unpause(one.id());
        } else if (one.phase() != ContainerState.Phase.RUNNING) {
            return Optional.empty();
        }
        Container container = engine.containers().inspect(one.id());
        String address = container.addresses().getOrDefault(network, "");
        var readiness = new Readiness(address, image.port(), image.health());
        return !address.isEmpty() && readiness.good(PATIENCE)
                ? Optional.of(new Instance(engine, one.id(), readiness))
                : Optional.empty();
    }

    private Instance started(
            String container, ImageDescription image, String network, Set<String> taken)
            throws IOException, StartFailed, InterruptedException {
        boolean ready = false;
        try {
            engine.containers().start(container);
            Instance instance = await(container, image, network);
            ready = true;
            return instance;
        } finally {
            if (!ready) {
                discard(container);
                taken.remove(container);
            }
        }
    }

    void discard(String container) {
        try {
            engine.containers().remove(container);
        } catch (IOException e) {
            LOG.warn("what did not start stays for now container={}", container, e);
        }
    }

    /// Looks every few milliseconds, as most programs answer a moment after they began.
    private Instance await(String container, ImageDescription image, String network)
            throws IOException, StartFailed, InterruptedException {
        long end = System.nanoTime() + settings.start().toNanos();
        Container now = engine.containers().inspect(container);
        String address = now.addresses().getOrDefault(network, "");
        var readiness = new Readiness(address, image.port(), image.health());
        long looked = System.nanoTime();
        while (System.nanoTime() < end) {
            if (!address.isEmpty() && readiness.good(PATIENCE)) {
                return new Instance(engine, container, readiness);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            if (System.nanoTime() - looked > TimeUnit.MILLISECONDS.toNanos(100)) {
                looked = System.nanoTime();
                now = engine.containers().inspect(container);
                if (!now.state().running()) {
                    throw ended(now);
                }
                address = now.addresses().getOrDefault(network, "");
            }
        }
        throw new StartFailed(
                ErrorCode.START_FAILED,
                "It did not answer "
                        + image.health().map(path -> "GET " + path + " on port ").orElse("on port ")
                        + image.port()
                        + " within "
                        + settings.start().toSeconds()
                        + " s; it has to listen there, on all addresses (PORT says where)."
                        + LastWords.of(engine, container));
    }

    private StartFailed ended(Container container) {
        ContainerState state = container.state();
        String how =
                state.outOfMemory()
                        ? "It ran out of memory before it answered."
                        : "It ended with exit code " + state.exitCode() + " before it answered.";
        return new StartFailed(ErrorCode.START_FAILED, how + LastWords.of(engine, container.id()));
    }

    private ContainerSpec spec(AppSpec app, ImageDescription image, String network) {
        Map<String, String> environment = new HashMap<>(app.program().environment());
        environment.put("PORT", Integer.toString(image.port()));
        Optional<List<String>> command =
                image.command().isEmpty() ? Optional.empty() : Optional.of(image.command());
        var program =
                new Program(
                        image.image(),
                        Optional.empty(),
                        command,
                        environment,
                        image.user(),
                        "",
                        new Program.Ending("", settings.grace(), true));
        return new ContainerSpec(
                program,
                marks.of(app),
                List.of(new Mount.Temporary("/tmp", TEMPORARY_BYTES)),
                Limits.of(app.program().limits().memoryBytes(), processors(), PROCESSES),
                walls(image),
                new Networking.Attached(
                        network, app.name().text(), List.of(app.name().text()), Set.of(), Map.of()),
                new ContainerSpec.Output.Kept(LOG_FILE_BYTES, LOG_FILES),
                false);
    }

    private static double processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static Walls walls(ImageDescription image) {
        return new Walls(
                "", Optional.empty(), Set.of(), false, image.writable(), List.of(), List.of());
    }
}

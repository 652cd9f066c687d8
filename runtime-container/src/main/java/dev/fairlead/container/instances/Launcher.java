package dev.fairlead.container.instances;

import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.containers.Container;
import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.containers.ContainerState;
import dev.fairlead.engine.containers.ContainerSummary;
import dev.fairlead.model.errors.ErrorCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Creates and starts instances on an engine, and knows which containers somebody has. For any
/// thread; its calls block.
public final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Engine engine;
    private final Duration start;
    private final EndListener ending;
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    public Launcher(Engine engine, ContainerSettings settings, EndListener ending) {
        this.engine = engine;
        this.start = settings.start();
        this.ending = ending;
    }

    /// Says how an instance is made, once that is needed.
    public interface Recipe {
        Making making() throws StartFailed, IOException;
    }

    /// A new one, of the container that was `created` ahead or of another. Returns when it can take
    /// requests.
    public Instance launch(Recipe recipe, Optional<String> created)
            throws StartFailed, InterruptedException {
        String reference = "";
        try {
            Making making = recipe.making();
            reference = making.reference();
            String container = created.isPresent() ? created.get() : create(making);
            return started(container, making);
        } catch (EngineFailed e) {
            boolean missing = e.reason() == EngineFailed.Reason.MISSING;
            if (missing && created.isPresent()) {
                taken.remove(created.get());
                return launch(recipe, Optional.empty());
            }
            throw new StartFailed(
                    missing ? ErrorCode.IMAGE_UNAVAILABLE : ErrorCode.START_FAILED,
                    missing
                            ? "The image " + reference + " is not here any more; deploy again."
                            : "The container engine refused it: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new StartFailed(
                    ErrorCode.NO_CONTAINER_ENGINE,
                    "The container engine cannot be reached: " + e.getMessage(),
                    e);
        }
    }

    /// A container that was not started; its id, which is taken.
    public String create(Making making) throws IOException {
        return create(making.container(), making.joins());
    }

    /// A container that was not started and is in these networks, too; its id, which is taken.
    public String create(ContainerSpec spec, List<Making.Join> joins) throws IOException {
        String container = engine.containers().create(spec);
        taken.add(container);
        boolean joined = false;
        try {
            for (Making.Join join : joins) {
                engine.networks().connect(join.network(), container, join.aliases());
            }
            joined = true;
            return container;
        } finally {
            if (!joined) {
                discard(container);
            }
        }
    }

    /// Those that carry the labels, run already, answer and are not taken, which they are then.
    public List<Instance> there(List<String> labels, Making making) throws IOException {
        var found = new ArrayList<Instance>();
        for (ContainerSummary one : engine.containers().list(labels)) {
            if (taken.add(one.id())) {
                Optional<Instance> here = adopted(one, making);
                here.ifPresentOrElse(found::add, () -> taken.remove(one.id()));
            }
        }
        return found;
    }

    private Optional<Instance> adopted(ContainerSummary one, Making making) throws IOException {
        if (one.phase() == ContainerState.Phase.PAUSED) {
            engine.containers().unpause(one.id());
        } else if (one.phase() != ContainerState.Phase.RUNNING) {
            return Optional.empty();
        }
        Container container = engine.containers().inspect(one.id());
        String address = container.addresses().getOrDefault(making.network(), "");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Contact contact = making.reaching().contact(one.id(), address);
        if (contact.good(PATIENCE)) {
            return Optional.of(new Instance(engine, this, one.id(), contact));
        }
        contact.close();
        return Optional.empty();
    }

    private Instance started(String container, Making making)
            throws IOException, StartFailed, InterruptedException {
        boolean ready = false;
        try {
            engine.containers().start(container);
            Instance instance = await(container, making);
            ready = true;
            return instance;
        } finally {
            if (!ready) {
                discard(container);
            }
        }
    }

    /// Somebody has it, and it is nobody's stray.
    public boolean has(String container) {
        return taken.contains(container);
    }

    /// Somebody has it from now on; false where somebody has it already.
    public boolean take(String container) {
        return taken.add(container);
    }

    /// It is gone, or nobody has it any more.
    public void forget(String container) {
        taken.remove(container);
    }

    /// Removes a container that ended, or that may run but has nothing to say any more.
    public void remove(String container) throws IOException {
        ending.ended(container);
        engine.containers().remove(container);
    }

    /// Removes a container that does not serve, whatever it does.
    public void discard(String container) {
        try {
            if (engine.containers().inspect(container).state().running()) {
                engine.containers().kill(container, "SIGKILL");
            }
            remove(container);
        } catch (EngineFailed e) {
            if (e.reason() != EngineFailed.Reason.MISSING) {
                LOG.warn("what did not start stays for now container={}", container, e);
            }
        } catch (IOException e) {
            LOG.warn("what did not start stays for now container={}", container, e);
        }
        forget(container);
    }

    /// Looks every few milliseconds, as most programs answer a moment after they began.
    private Instance await(String container, Making making)
            throws IOException, StartFailed, InterruptedException {
        long end = System.nanoTime() + start.toNanos();
        Contact contact = contact(container, making, end);
        boolean ready = false;
        try {
            long looked = System.nanoTime();
            while (System.nanoTime() < end) {
                if (contact.good(PATIENCE)) {
                    ready = true;
                    return new Instance(engine, this, container, contact);
                }
                Optional<String> never = contact.failed();
                if (never.isPresent()) {
                    throw new StartFailed(ErrorCode.START_FAILED, never.get());
                }
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
                if (System.nanoTime() - looked > TimeUnit.MILLISECONDS.toNanos(100)) {
                    looked = System.nanoTime();
                    Container now = engine.containers().inspect(container);
                    if (!now.state().running()) {
                        throw ended(now);
                    }
                }
            }
            throw new StartFailed(
                    ErrorCode.START_FAILED,
                    contact.missed(start) + LastWords.of(engine, container));
        } finally {
            if (!ready) {
                contact.close();
            }
        }
    }

    /// Engines take the address away with the end, at once.
    private Contact contact(String container, Making making, long end)
            throws IOException, StartFailed, InterruptedException {
        Container now = engine.containers().inspect(container);
        while (now.addresses().getOrDefault(making.network(), "").isEmpty()) {
            if (!now.state().running() || System.nanoTime() >= end) {
                throw ended(now);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            now = engine.containers().inspect(container);
        }
        String address = now.addresses().getOrDefault(making.network(), "");
        return making.reaching().contact(container, address);
    }

    private StartFailed ended(Container container) {
        ContainerState state = container.state();
        String how =
                state.outOfMemory()
                        ? "It ran out of memory before it answered."
                        : "It ended with exit code " + state.exitCode() + " before it answered.";
        return new StartFailed(ErrorCode.START_FAILED, how + LastWords.of(engine, container.id()));
    }
}

package dev.fairlead.sandbox.containers;

import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.engine.labels.Kind;
import dev.fairlead.sandbox.Readiness;
import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.SandboxedProcess;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.WorkFolder;
import dev.fairlead.sandbox.network.AllowListProxy;
import dev.fairlead.sandbox.running.DiskUse;
import dev.fairlead.sandbox.running.Gate;
import dev.fairlead.sandbox.running.Held;
import dev.fairlead.sandbox.running.RunFolder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Keeps steps apart in containers of an engine on this machine. Each has a root of its own with
/// nothing in it but what the step may see; no image is ever fetched.
public final class ContainerSandbox implements Sandbox {
    private static final int MOST_STEPS = 64;
    // Above those of the other sandbox, so that the two never share a user.
    private static final int FIRST_ACCOUNT = 62_300;
    private static final long SECRET_BYTES = 16L << 20;
    private static final Duration IMAGE_PATIENCE = Duration.ofSeconds(60);

    private final SandboxSettings settings;
    private final RunFolder run;
    private final EngineAddress.Unix address;
    private final Engine engine;
    private final Leftovers leftovers;
    private final Queue<Slot> slots = new ConcurrentLinkedQueue<>();
    private final Set<ContainerProcess> running = ConcurrentHashMap.newKeySet();
    private final Object imageLock = new Object();
    private Optional<String> image = Optional.empty();
    private volatile boolean ready;

    private ContainerSandbox(
            SandboxSettings settings, EngineAddress.Unix address, RunFolder run, int ownUser) {
        this.settings = settings;
        this.run = run;
        this.address = address;
        this.engine = new DockerEngine(address);
        this.leftovers = new Leftovers(RunFolder.installation(settings.state()));
        for (int index = 0; index < MOST_STEPS; index++) {
            int user = ownUser == 0 ? FIRST_ACCOUNT + index : ownUser;
            slots.add(new Slot(index, user, new Gate(run.gate(index))));
        }
    }

    /// Removes what a killed server left, where the engine answers; without one it can be opened
    /// all the same, and is not ready.
    public static ContainerSandbox open(SandboxSettings settings, Path socket) throws IOException {
        RunFolder run = RunFolder.make(settings.state(), Optional.empty());
        int user = (int) Files.getAttribute(run.path(), "unix:uid");
        var address = new EngineAddress.Unix(socket);
        var sandbox = new ContainerSandbox(settings, address, run, user);
        if (Files.exists(socket)) {
            sandbox.sweep();
        }
        return sandbox;
    }

    private void sweep() {
        try {
            leftovers.sweep(engine);
        } catch (IOException e) {
            // An engine that cannot be asked is not ready, which `readiness` explains.
        }
    }

    private record Slot(int index, int user, Gate gate) {}

    @Override
    public SandboxedProcess start(Step step, Consumer<String> remarks) throws IOException {
        if (!ready) {
            readiness().require();
        }
        return launch(step, remarks);
    }

    ContainerProcess launch(Step step, Consumer<String> remarks) throws IOException {
        var held = new Held();
        try {
            Slot slot = slots.poll();
            if (slot == null) {
                throw new IOException(MOST_STEPS + " steps run already");
            }
            held.add(() -> slots.add(slot));
            if (slot.user() >= FIRST_ACCOUNT) {
                WorkFolder.give(step.work(), slot.user());
            }
            Optional<Path> proxy = Optional.empty();
            if (!step.hosts().isEmpty()) {
                Path socket = run.socket(slot.index());
                var open = AllowListProxy.open(socket, step.hosts(), settings.network(), remarks);
                held.add(open::close);
                proxy = Optional.of(socket);
            }
            Optional<StepContainer.Secrets> secrets = secrets(step, slot, held);
            var container = new StepContainer(settings, run, step, slot.user(), proxy, secrets);
            String id = create(container);
            held.add(() -> remove(Kind.CONTAINER, id));
            return begin(step, slot, id, held);
        } catch (IOException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private ContainerProcess begin(Step step, Slot slot, String id, Held held) throws IOException {
        var disk = new DiskUse(step.work(), step.limits().diskBytes());
        var process = new ContainerProcess(engine, id, disk, held::close);
        running.add(process);
        held.add(() -> running.remove(process));
        try {
            process.begin();
            if (!step.secrets().isEmpty()) {
                process.reveal(Tar.secrets(step.secrets()), slot.gate());
            }
            return process.watched();
        } catch (IOException | RuntimeException e) {
            process.closeStreams();
            throw e;
        }
    }

    private Optional<StepContainer.Secrets> secrets(Step step, Slot slot, Held held)
            throws IOException {
        if (step.secrets().isEmpty()) {
            return Optional.empty();
        }
        slot.gate().ensure(1);
        Path pipe = slot.gate().pipe(0);
        // In a folder that nobody else enters; the step is handed the pipe itself.
        Files.setPosixFilePermissions(pipe, PosixFilePermissions.fromString("rw-r--r--"));
        String volume = engine.volumes().createInMemory(SECRET_BYTES, leftovers.labels());
        held.add(() -> remove(Kind.VOLUME, volume));
        return Optional.of(new StepContainer.Secrets(volume, pipe));
    }

    private String create(StepContainer container) throws IOException {
        Map<String, String> labels = leftovers.labels();
        try {
            return engine.containers().create(container.spec(image(), labels));
        } catch (EngineFailed e) {
            if (e.reason() != EngineFailed.Reason.MISSING) {
                throw new IOException("the sandbox did not start: " + e.getMessage(), e);
            }
            // Somebody removed our image, as operators do to make room.
            forgetImage();
            return engine.containers().create(container.spec(image(), labels));
        }
    }

    private String image() throws IOException {
        synchronized (imageLock) {
            if (image.isEmpty()) {
                List<Integer> users = slots().distinct().boxed().toList();
                var root = new ByteArrayInputStream(Tar.root(users));
                image =
                        Optional.of(
                                engine.images()
                                        .importLayer(root, leftovers.labels(), IMAGE_PATIENCE));
            }
            return image.get();
        }
    }

    private IntStream slots() {
        int own = slots.stream().mapToInt(Slot::user).min().orElse(FIRST_ACCOUNT);
        return own < FIRST_ACCOUNT
                ? IntStream.of(own)
                : IntStream.range(FIRST_ACCOUNT, FIRST_ACCOUNT + MOST_STEPS);
    }

    private void forgetImage() {
        synchronized (imageLock) {
            image = Optional.empty();
        }
    }

    /// In a thread of its own: the caller's may be interrupted, which would close the connection.
    private void remove(Kind kind, String id) {
        Thread remover =
                Thread.ofVirtual()
                        .name("step-remove")
                        .start(() -> {
                            try {
                                engine.remove(kind, id);
                            } catch (IOException e) {
                                // The next start finds it by its label.
                            }
                        });
        boolean interrupted = false;
        while (remover.isAlive()) {
            try {
                remover.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Readiness readiness() {
        Readiness found = new Probe(this, engine, address, run).look();
        ready = found.ready();
        return found;
    }

    @Override
    public void close() {
        List.copyOf(running).forEach(ContainerProcess::close);
        synchronized (imageLock) {
            image.ifPresent(id -> remove(Kind.IMAGE, id));
            image = Optional.empty();
        }
        engine.close();
        try {
            run.remove();
        } catch (IOException e) {
            // The next start removes it.
        }
    }
}

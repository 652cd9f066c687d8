package dev.fairlead.sandbox.bubblewrap;

import dev.fairlead.sandbox.Ending;
import dev.fairlead.sandbox.Readiness;
import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.SandboxedProcess;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.StepLimits;
import dev.fairlead.sandbox.WorkFolder;
import dev.fairlead.sandbox.cgroups.Cgroups;
import dev.fairlead.sandbox.cgroups.Cgroups.Controller;
import dev.fairlead.sandbox.cgroups.Group;
import dev.fairlead.sandbox.network.AllowListProxy;
import dev.fairlead.sandbox.running.DiskUse;
import dev.fairlead.sandbox.running.Gate;
import dev.fairlead.sandbox.running.Held;
import dev.fairlead.sandbox.running.RunFolder;
import dev.fairlead.sandbox.running.StepView;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Keeps steps apart with `bwrap` (https://github.com/containers/bubblewrap): own namespaces, no
/// rights, the system's programs to read and nothing else of the machine. Its steps end with it.
public final class Bubblewrap implements Sandbox {
    private static final int MOST_STEPS = 256;
    // Between the accounts of people and those that Debian gives to packages; nobody logs in there.
    private static final int FIRST_ACCOUNT = 62_000;
    private static final int OPEN_FILES = 4096;
    private static final List<String> PROGRAMS =
            List.of(
                    "/usr/bin/setpriv",
                    "/usr/bin/flock",
                    "/usr/bin/prlimit",
                    "/usr/bin/mkfifo",
                    "/usr/bin/nice",
                    "/usr/bin/rm");
    private static final StepLimits PROBE =
            new StepLimits(Duration.ofSeconds(20), 64L << 20, 1, 32, 1L << 20, 4096, true);

    private final SandboxSettings settings;
    private final RunFolder run;
    private final Cgroups cgroups;
    private final boolean root;
    private final long openFiles;
    // The parent-death signal follows the thread that forks: this one lives as long as the server.
    private final ExecutorService starter =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("sandbox-starter").daemon().factory());
    private final Queue<Slot> slots = new ConcurrentLinkedQueue<>();
    private final AtomicLong steps = new AtomicLong();
    private volatile boolean ready;

    private Bubblewrap(SandboxSettings settings, RunFolder run, Cgroups cgroups)
            throws IOException {
        this.settings = settings;
        this.run = run;
        this.cgroups = cgroups;
        this.root = Integer.valueOf(0).equals(Files.getAttribute(run.path(), "unix:uid"));
        this.openFiles = Math.min(OPEN_FILES, mostOpenFiles());
        for (int index = 0; index < MOST_STEPS; index++) {
            slots.add(new Slot(index, new Gate(run.gate(index))));
        }
    }

    /// With the best groups of this machine. Removes what a killed server left.
    public static Bubblewrap open(SandboxSettings settings) throws IOException {
        String installation = RunFolder.installation(settings.state());
        return open(settings, Cgroups.ofThisMachine(installation));
    }

    /// With these groups.
    public static Bubblewrap open(SandboxSettings settings, Cgroups cgroups) throws IOException {
        cgroups.sweep();
        return new Bubblewrap(settings, runFolder(settings), cgroups);
    }

    private static RunFolder runFolder(SandboxSettings settings) throws IOException {
        String processor = System.getProperty("os.arch", "");
        return RunFolder.make(settings.state(), SystemCalls.filter(processor));
    }

    private static long mostOpenFiles() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split("\\s{2,}", -1)[2])
                .filter(text -> !text.equals("unlimited"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(OPEN_FILES);
    }

    @Override
    public SandboxedProcess start(Step step, Consumer<String> remarks) throws IOException {
        if (!ready) {
            readiness().require();
        }
        return launch(step, remarks);
    }

    private StepProcess launch(Step step, Consumer<String> remarks) throws IOException {
        var held = new Held();
        try {
            Slot slot = takeSlot();
            held.add(() -> giveBack(slot));
            Optional<Integer> account =
                    root ? Optional.of(FIRST_ACCOUNT + slot.index()) : Optional.empty();
            if (account.isPresent()) {
                WorkFolder.give(step.work(), account.get());
            }
            Optional<Path> proxy = Optional.empty();
            if (!step.hosts().isEmpty()) {
                Path socket = run.socket(slot.index());
                var open = AllowListProxy.open(socket, step.hosts(), settings.network(), remarks);
                held.add(open::close);
                proxy = Optional.of(socket);
            }
            Group group = cgroups.open("step-" + steps.incrementAndGet(), limits(step));
            held.add(group::close);
            var disk = new DiskUse(step.work(), step.limits().diskBytes());
            Process process = begin(step, slot.gate(), group, account, proxy);
            return new StepProcess(process, group, step.limits(), disk, countsMemory(), held::close)
                    .watched();
        } catch (IOException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /// The process is in its group before it goes through the gate, and so before any foreign code.
    private Process begin(
            Step step, Gate gate, Group group, Optional<Integer> account, Optional<Path> proxy)
            throws IOException {
        var rights =
                new CommandLine.Rights(
                        account,
                        !cgroups.holds().contains(Controller.CPU),
                        countsMemory(),
                        openFiles);
        gate.ensure(1 + step.secrets().size());
        var line = new CommandLine(settings, run, rights, step, proxy).prepare(gate);
        Process process = fork(line.command());
        try {
            group.enter(process.pid());
            gate.feed(process.onExit(), line.pipes());
            return process;
        } catch (IOException e) {
            String said = said(process);
            process.destroyForcibly();
            throw new IOException("the sandbox did not start: " + said, e);
        }
    }

    /// What a process that is ending says about it.
    private static String said(Process process) throws IOException {
        return process.isAlive()
                ? ""
                : new String(process.getErrorStream().readNBytes(2048), StandardCharsets.UTF_8)
                        .strip();
    }

    private Process fork(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        try {
            return starter.submit(builder::start).get();
        } catch (ExecutionException e) {
            throw new IOException("cannot run " + command.getFirst(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a step started", e);
        }
    }

    private boolean countsMemory() {
        return !cgroups.holds().contains(Controller.MEMORY);
    }

    private static Cgroups.Limits limits(Step step) {
        return new Cgroups.Limits(
                step.limits().memoryBytes(),
                StepView.processes(step),
                step.limits().cpus(),
                step.limits().background());
    }

    private record Slot(int index, Gate gate) {}

    private Slot takeSlot() throws IOException {
        Slot slot = slots.poll();
        if (slot == null) {
            throw new IOException(MOST_STEPS + " steps run already");
        }
        return slot;
    }

    private void giveBack(Slot slot) {
        slots.add(slot);
    }

    @Override
    public Readiness readiness() {
        List<String> missing =
                PROGRAMS.stream().filter(each -> !Files.isExecutable(Path.of(each))).toList();
        if (!Files.isExecutable(settings.bwrap())) {
            return missing("install the package bubblewrap on the server.");
        }
        if (!missing.isEmpty()) {
            return missing(
                    "install the packages util-linux and coreutils on the server, which bring "
                            + String.join(", ", missing)
                            + ".");
        }
        if (run.filter().isEmpty()) {
            return missing("this processor's system calls are not known; use amd64 or aarch64.");
        }
        try {
            probe();
            ready = true;
            return new Readiness(true, "bubblewrap", cgroups.kind(), "", weaker());
        } catch (IOException e) {
            return missing(Trouble.advice(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return missing("interrupted while the sandbox was tried.");
        }
    }

    private Readiness missing(String trouble) {
        return new Readiness(false, "none", cgroups.kind(), trouble, List.of());
    }

    private void probe() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(run.path(), "probe");
        Step step = Step.of(List.of("/usr/bin/true"), work, PROBE);
        try (StepProcess process = launch(step, _ -> {})) {
            process.input().close();
            boolean over = process.await(PROBE.time());
            if (!over || !process.ending().equals(new Ending.Exited(0))) {
                byte[] said = over ? process.errors().readNBytes(2048) : new byte[0];
                throw new IOException(new String(said, StandardCharsets.UTF_8).strip());
            }
        } finally {
            WorkFolder.remove(work);
        }
    }

    private List<String> weaker() {
        var all = new ArrayList<String>();
        Set<Controller> holds = cgroups.holds();
        if (!holds.contains(Controller.MEMORY)) {
            all.add("memory is bounded for each process and counted for all ten times a second;");
        }
        if (!holds.contains(Controller.PIDS)) {
            all.add("processes are bounded by user;");
        }
        if (!holds.contains(Controller.CPU)) {
            all.add("processors are shared by priority, not by quota;");
        }
        if (!all.isEmpty()) {
            all.add("let the server have control groups of its own (Delegate=yes) for more.");
        }
        return all;
    }

    /// Ends every step that still runs.
    @Override
    public void close() {
        // The thread's end is the steps' end.
        starter.shutdownNow();
        try {
            if (!starter.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the sandbox's starter does not end");
            }
            cgroups.close();
            run.remove();
        } catch (IOException e) {
            // The next start removes it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

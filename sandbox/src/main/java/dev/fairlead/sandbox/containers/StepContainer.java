package dev.fairlead.sandbox.containers;

import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.containers.Limits;
import dev.fairlead.engine.containers.Mount;
import dev.fairlead.engine.containers.Networking;
import dev.fairlead.engine.containers.Program;
import dev.fairlead.engine.containers.Walls;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.running.RunFolder;
import dev.fairlead.sandbox.running.StepView;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A step as a container: what it sees, as whom it runs, what it may take.
record StepContainer(
        SandboxSettings settings,
        RunFolder run,
        Step step,
        int user,
        Optional<Path> proxy,
        Optional<Secrets> secrets) {
    private static final String GATE = StepView.OURS + "gate";
    private static final long OPEN_FILES = 4096;
    private static final long PROCESSES_OF_A_USER = 4096;
    // An eighth of what others have, as far as they ask.
    private static final int SHARES = 128;
    private static final String FILTER = CallFilter.json();

    /// All of `/sys`, and of `/proc` what engines hide by themselves unless they are told.
    private static final List<String> MASKED =
            List.of(
                    "/sys",
                    "/proc/acpi",
                    "/proc/asound",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/sched_debug",
                    "/proc/scsi",
                    "/proc/timer_list",
                    "/proc/timer_stats");

    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    /// The volume that will hold them, and the pipe that the command waits at until it does.
    record Secrets(String volume, Path gate) {}

    ContainerSpec spec(String image, Map<String, String> labels) {
        return new ContainerSpec(
                new Program(
                        image,
                        Optional.of(command()),
                        Optional.empty(),
                        Map.of(),
                        user + ":" + user,
                        Step.WORK,
                        new Program.Ending("", Duration.ZERO, true)),
                labels,
                mounts(),
                limits(),
                new Walls("", Optional.of(FILTER), Set.of(), false, false, MASKED, READ_ONLY),
                new Networking.Apart("step"),
                new ContainerSpec.Output.Forgotten(),
                true);
    }

    /// The engine adds to the environment, so it is made here, behind it.
    private List<String> command() {
        var all = new ArrayList<String>();
        if (secrets.isPresent()) {
            all.addAll(List.of("/usr/bin/flock", "-F", "-s", GATE));
        }
        all.addAll(List.of("/usr/bin/env", "-i", "PWD=" + Step.WORK));
        StepView.environment(step, proxy.isPresent())
                .forEach((name, value) -> all.add(name + "=" + value));
        // What follows is a program, whatever signs its path has.
        all.addAll(List.of("/usr/bin/setpriv", "--"));
        if (proxy.isPresent()) {
            all.addAll(StepView.forwarder());
        }
        all.addAll(step.command());
        return all;
    }

    private List<Mount> mounts() {
        var all = new ArrayList<Mount>();
        show(all, "/usr", Path.of("/usr"));
        for (String name : StepView.SYSTEM_FOLDERS) {
            if (!name.equals("sbin") && !Tar.linked(name)) {
                show(all, "/" + name, Path.of("/" + name));
            }
        }
        StepView.ETC.forEach(name -> show(all, "/etc/" + name, Path.of("/etc/" + name)));
        show(all, "/etc/hosts", run.etc().resolve("hosts"));
        show(all, "/etc/resolv.conf", Path.of("/dev/null"));
        new TreeMap<>(step.readable()).forEach((inside, outside) -> show(all, inside, outside));
        proxy.ifPresent(socket -> {
            show(all, StepView.OURS + "java", settings.java());
            show(all, StepView.OURS + "forwarder", run.forwarder());
            all.add(new Mount.Bind(socket, StepView.OURS + "proxy", false));
        });
        secrets.ifPresent(each -> {
            show(all, GATE, each.gate());
            all.add(new Mount.Volume(each.volume(), Path.of(Step.SECRETS).toString(), false));
        });
        all.add(new Mount.Bind(step.work(), Step.WORK, false));
        all.add(new Mount.Temporary("/tmp", StepView.temporaryBytes(step)));
        return all;
    }

    private static void show(List<Mount> mounts, String inside, Path outside) {
        if (Files.exists(outside)) {
            mounts.add(new Mount.Bind(outside, inside, true));
        }
    }

    private Limits limits() {
        var limits = step.limits();
        return new Limits(
                limits.memoryBytes(),
                limits.cpus(),
                SHARES,
                StepView.processes(step),
                Math.min(StepView.SHARED_MEMORY, StepView.temporaryBytes(step)),
                Map.of(
                        "nofile",
                        OPEN_FILES,
                        "nproc",
                        PROCESSES_OF_A_USER,
                        "fsize",
                        limits.diskBytes(),
                        "core",
                        0L));
    }
}

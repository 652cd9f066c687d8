package dev.fairlead.sandbox.cgroups;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Control groups of version 2: one hierarchy, delegated to us below our own group (a service with
/// `Delegate=yes`, a container of our own) or, for root, below its root.
final class CgroupV2 implements Cgroups {
    static final Set<String> CONTROLLERS = Set.of("memory", "pids", "cpu");

    private static final int PERIOD_US = 100_000;
    // An eighth of what the server and its guests have.
    private static final int WEIGHT = 12;
    private static final String SERVER = "fairlead-server";

    private final String installation;
    private final Path base;
    private final Set<String> controllers;

    private CgroupV2(String installation, Path base, Set<String> controllers) {
        this.installation = installation;
        this.base = base;
        this.controllers = controllers;
    }

    /// The first place that gives us any of the `wanted` controllers.
    static Optional<CgroupV2> find(Mounts mounts, String installation, Set<String> wanted) {
        return mounts.version2()
                .flatMap(version2 ->
                        List.of(version2.own(), version2.root()).stream()
                                .map(base -> below(base, installation, wanted))
                                .flatMap(Optional::stream)
                                .findFirst());
    }

    private static Optional<CgroupV2> below(Path base, String installation, Set<String> wanted) {
        var there = words(base.resolve("cgroup.controllers"));
        there.retainAll(wanted);
        if (there.isEmpty() || !Files.isWritable(base)) {
            return Optional.empty();
        }
        var groups = new CgroupV2(installation, base, there);
        try {
            enable(base, there);
            for (boolean background : List.of(false, true)) {
                Path parent = groups.parent(background);
                Files.createDirectories(parent);
                Folders.write(parent.resolve("cgroup.subtree_control"), plus(there));
            }
            if (there.contains("cpu")) {
                Folders.write(groups.parent(true).resolve("cpu.weight"), Integer.toString(WEIGHT));
            }
            return Optional.of(groups);
        } catch (IOException e) {
            groups.close();
            return Optional.empty();
        }
    }

    private Path parent(boolean background) {
        return base.resolve(Folders.parent(installation, background));
    }

    /// A group hands controllers down only while no process is in it itself, so the server makes
    /// room. It moves nobody but itself and what it started.
    private static void enable(Path base, Set<String> controllers) throws IOException {
        if (words(base.resolve("cgroup.subtree_control")).containsAll(controllers)) {
            return;
        }
        Path control = base.resolve("cgroup.subtree_control");
        try {
            Folders.write(control, plus(controllers));
        } catch (IOException e) {
            makeRoom(base);
            Folders.write(control, plus(controllers));
        }
    }

    private static void makeRoom(Path base) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        Set<Long> ours = self.descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
        ours.add(self.pid());
        List<Long> there = Folders.processes(base);
        if (!ours.containsAll(there)) {
            throw new IOException(base + " holds processes of others");
        }
        Path server = base.resolve(SERVER);
        Files.createDirectories(server);
        for (long pid : there) {
            Folders.write(server.resolve("cgroup.procs"), Long.toString(pid));
        }
    }

    private static Set<String> words(Path file) {
        return new TreeSet<>(List.of(Folders.read(file).orElse("").strip().split("\\s+", -1)));
    }

    private static String plus(Set<String> controllers) {
        return controllers.stream().map(name -> "+" + name).collect(Collectors.joining(" "));
    }

    @Override
    public Group open(String name, Limits limits) throws IOException {
        Path folder = parent(limits.background()).resolve(name);
        Files.createDirectories(folder);
        try {
            for (Setting setting : settings(limits)) {
                if (Files.exists(folder.resolve(setting.file()))) {
                    Folders.write(folder.resolve(setting.file()), setting.value());
                }
            }
        } catch (IOException e) {
            Folders.remove(folder);
            throw e;
        }
        return new Joined(folder);
    }

    record Setting(String file, String value) {}

    /// What is written where the controller is there; swap and the group's joint end are not known
    /// to every kernel.
    static List<Setting> settings(Limits limits) {
        var all = new ArrayList<Setting>();
        all.add(new Setting("memory.max", Long.toString(limits.memoryBytes())));
        all.add(new Setting("memory.swap.max", "0"));
        all.add(new Setting("memory.oom.group", "1"));
        all.add(new Setting("pids.max", Integer.toString(limits.processes())));
        all.add(new Setting("cpu.max", Math.round(limits.cpus() * PERIOD_US) + " " + PERIOD_US));
        return all;
    }

    @Override
    public Set<Controller> holds() {
        var all = EnumSet.noneOf(Controller.class);
        for (Controller controller : Controller.values()) {
            if (controllers.contains(controller.name().toLowerCase(Locale.ROOT))) {
                all.add(controller);
            }
        }
        return new HashSet<>(all);
    }

    @Override
    public String kind() {
        return "cgroup v2";
    }

    @Override
    public void sweep() throws IOException {
        Folders.sweep(base, installation);
    }

    @Override
    public void close() {
        for (boolean background : List.of(false, true)) {
            if (Files.exists(parent(background))) {
                Folders.remove(parent(background));
            }
        }
    }

    private record Joined(Path folder) implements Group {
        @Override
        public void enter(long pid) throws IOException {
            Folders.write(folder.resolve("cgroup.procs"), Long.toString(pid));
        }

        @Override
        public boolean outOfMemory() {
            return Folders.value(folder.resolve("memory.events"), "oom_kill") > 0;
        }

        @Override
        public List<Long> processes() {
            return Folders.processes(folder);
        }

        @Override
        public void close() {
            Path kill = folder.resolve("cgroup.kill");
            try {
                if (Files.exists(kill)) {
                    Folders.write(kill, "1");
                }
            } catch (IOException e) {
                // One by one, then.
            }
            Folders.remove(folder);
        }
    }
}

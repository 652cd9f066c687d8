package dev.fairlead.sandbox.cgroups;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Control groups of version 1: a hierarchy for each controller, a folder in each.
final class CgroupV1 implements Cgroups {
    private static final int PERIOD_US = 100_000;
    // An eighth of what the server and its guests have.
    private static final int SHARES = 128;

    private final String installation;
    private final Map<Controller, Path> bases;

    private CgroupV1(String installation, Map<Controller, Path> bases) {
        this.installation = installation;
        this.bases = bases;
    }

    static Optional<Cgroups> find(Mounts mounts, String installation) {
        var bases = new EnumMap<Controller, Path>(Controller.class);
        for (Controller controller : Controller.values()) {
            mounts.version1(name(controller))
                    .filter(Files::isWritable)
                    .filter(base -> made(controller, base, installation))
                    .ifPresent(base -> bases.put(controller, base));
        }
        return bases.isEmpty() ? Optional.empty() : Optional.of(new CgroupV1(installation, bases));
    }

    private static boolean made(Controller controller, Path base, String installation) {
        try {
            Files.createDirectories(base.resolve(Folders.parent(installation, false)));
            Path background = base.resolve(Folders.parent(installation, true));
            Files.createDirectories(background);
            if (controller == Controller.CPU) {
                Folders.write(background.resolve("cpu.shares"), Integer.toString(SHARES));
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String name(Controller controller) {
        return switch (controller) {
            case MEMORY -> "memory";
            case PIDS -> "pids";
            case CPU -> "cpu";
        };
    }

    @Override
    public Group open(String name, Limits limits) throws IOException {
        var folders = new ArrayList<Path>();
        try {
            for (var entry : bases.entrySet()) {
                Path folder = folder(entry.getValue(), name, limits);
                Files.createDirectories(folder);
                folders.add(folder);
                limit(entry.getKey(), folder, limits);
            }
        } catch (IOException e) {
            folders.forEach(Folders::remove);
            throw e;
        }
        return new Joined(
                folders,
                Optional.ofNullable(bases.get(Controller.MEMORY))
                        .map(base -> folder(base, name, limits)));
    }

    private Path folder(Path base, String name, Limits limits) {
        return base.resolve(Folders.parent(installation, limits.background())).resolve(name);
    }

    private static void limit(Controller controller, Path folder, Limits limits)
            throws IOException {
        switch (controller) {
            case MEMORY -> {
                String bytes = Long.toString(limits.memoryBytes());
                Folders.write(folder.resolve("memory.limit_in_bytes"), bytes);
                Path withSwap = folder.resolve("memory.memsw.limit_in_bytes");
                if (Files.exists(withSwap)) {
                    Folders.write(withSwap, bytes);
                }
            }
            case PIDS ->
                    Folders.write(folder.resolve("pids.max"), Integer.toString(limits.processes()));
            case CPU -> {
                Path quota = folder.resolve("cpu.cfs_quota_us");
                if (Files.exists(quota)) {
                    Folders.write(quota, Long.toString(Math.round(limits.cpus() * PERIOD_US)));
                }
            }
        }
    }

    @Override
    public Set<Controller> holds() {
        return Set.copyOf(bases.keySet());
    }

    @Override
    public String kind() {
        return "cgroup v1";
    }

    @Override
    public void sweep() throws IOException {
        for (Path base : new HashSet<>(bases.values())) {
            Folders.sweep(base, installation);
        }
    }

    @Override
    public void close() {
        for (Path base : bases.values()) {
            Folders.remove(base.resolve(Folders.parent(installation, false)));
            Folders.remove(base.resolve(Folders.parent(installation, true)));
        }
    }

    private record Joined(List<Path> folders, Optional<Path> memory) implements Group {
        @Override
        public void enter(long pid) throws IOException {
            for (Path folder : folders) {
                Folders.write(folder.resolve("cgroup.procs"), Long.toString(pid));
            }
        }

        @Override
        public boolean outOfMemory() {
            return memory.filter(folder ->
                            Folders.value(folder.resolve("memory.oom_control"), "oom_kill") > 0)
                    .isPresent();
        }

        @Override
        public List<Long> processes() {
            return folders.stream()
                    .flatMap(folder -> Folders.processes(folder).stream())
                    .distinct()
                    .toList();
        }

        @Override
        public void close() {
            folders.forEach(Folders::remove);
        }
    }
}

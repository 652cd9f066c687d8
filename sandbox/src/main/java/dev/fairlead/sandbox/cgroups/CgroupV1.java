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
    private final Map<Controller, Path> parents;

    private CgroupV1(
            String installation, Map<Controller, Path> bases, Map<Controller, Path> parents) {
        this.installation = installation;
        this.bases = bases;
        this.parents = parents;
    }

    static Optional<Cgroups> find(Mounts mounts, String installation) {
        var bases = new EnumMap<Controller, Path>(Controller.class);
        var parents = new EnumMap<Controller, Path>(Controller.class);
        for (Controller controller : Controller.values()) {
            mounts.version1(name(controller))
                    .filter(Files::isWritable)
                    .ifPresent(base -> {
                        Path parent = base.resolve(Folders.parent(installation));
                        if (made(parent)) {
                            bases.put(controller, base);
                            parents.put(controller, parent);
                        }
                    });
        }
        return bases.isEmpty()
                ? Optional.empty()
                : Optional.of(new CgroupV1(installation, bases, parents));
    }

    private static boolean made(Path folder) {
        try {
            Files.createDirectories(folder);
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
            for (var entry : parents.entrySet()) {
                Path folder = entry.getValue().resolve(name);
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
                parents.get(Controller.MEMORY) == null
                        ? Optional.empty()
                        : Optional.of(parents.get(Controller.MEMORY).resolve(name)));
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
                Folders.write(folder.resolve("cpu.shares"), Integer.toString(SHARES));
                Path quota = folder.resolve("cpu.cfs_quota_us");
                if (Files.exists(quota)) {
                    Folders.write(quota, Long.toString(Math.round(limits.cpus() * PERIOD_US)));
                }
            }
        }
    }

    @Override
    public Set<Controller> holds() {
        return Set.copyOf(parents.keySet());
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
        parents.values().forEach(Folders::remove);
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

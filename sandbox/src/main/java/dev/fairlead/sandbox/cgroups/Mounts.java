package dev.fairlead.sandbox.cgroups;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the hierarchies are mounted, and where in them this process is.
record Mounts(List<String> mountLines, List<String> ownLines) {
    static Mounts read() {
        try {
            return new Mounts(
                    Files.readAllLines(Path.of("/proc/self/mountinfo")),
                    Files.readAllLines(Path.of("/proc/self/cgroup")));
        } catch (IOException e) {
            return new Mounts(List.of(), List.of());
        }
    }

    /// Our own group's folder in the hierarchy of version 1 that has the controller.
    Optional<Path> version1(String controller) {
        return mountLines.stream()
                .map(line -> line.split(" ", -1))
                .filter(fields -> type(fields).equals("cgroup"))
                .filter(fields -> List.of(options(fields).split(",", -1)).contains(controller))
                .findFirst()
                .flatMap(fields -> own(fields, path(controller)));
    }

    /// The unified hierarchy's root and our own group's folder in it.
    Optional<Version2> version2() {
        return mountLines.stream()
                .map(line -> line.split(" ", -1))
                .filter(fields -> type(fields).equals("cgroup2"))
                .findFirst()
                .flatMap(fields ->
                        own(fields, path("")).map(own -> new Version2(Path.of(fields[4]), own)));
    }

    record Version2(Path root, Path own) {}

    /// A group that the mount does not show (a container's view) stands for the mount itself.
    private static Optional<Path> own(String[] fields, String path) {
        Path mount = Path.of(fields[4]);
        String below = path.startsWith(fields[3]) ? path.substring(fields[3].length()) : path;
        Path own = mount.resolve(below.replaceFirst("^/+", "")).normalize();
        if (Files.isDirectory(own) && own.startsWith(mount)) {
            return Optional.of(own);
        }
        return Files.isDirectory(mount) ? Optional.of(mount) : Optional.empty();
    }

    private String path(String controller) {
        return ownLines.stream()
                .map(line -> line.split(":", 3))
                .filter(parts ->
                        parts.length == 3 && List.of(parts[1].split(",", -1)).contains(controller))
                .map(parts -> parts[2])
                .findFirst()
                .orElse("/");
    }

    private static String type(String[] fields) {
        int dash = List.of(fields).indexOf("-");
        return dash < 0 || dash + 3 >= fields.length ? "" : fields[dash + 1];
    }

    private static String options(String[] fields) {
        return fields[List.of(fields).indexOf("-") + 3];
    }
}

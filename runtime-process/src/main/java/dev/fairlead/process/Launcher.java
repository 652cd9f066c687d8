package dev.fairlead.process;

import dev.fairlead.dataplane.runtime.GuestSpec;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.process.inside.Child;
import dev.fairlead.sandbox.Ending;
import dev.fairlead.sandbox.JavaHome;
import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.sandbox.SandboxedProcess;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.StepLimits;
import dev.fairlead.sandbox.WorkFolder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Starts children: a JVM in the sandbox with our part, the function's jar and nothing else.
final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final long OVERHEAD = 256L << 20;
    private static final long LEAST_HEAP = 16L << 20;
    private static final long DISK = 64L << 20;
    private static final Duration TRAINING = Duration.ofSeconds(60);
    private static final String FOLDER = "run-";
    private static final String OURS = "/run/child.jar";
    private static final String THEIRS = "/run/function.jar";
    private static final String CACHE = "/run/start.cache";
    private static final List<String> CLASSES = List.of("Child", "Frames", "LineStream");
    // A variable that a JVM takes options from would be told to the function's log, too.
    private static final Set<String> TO_THE_JVM =
            Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final Sandbox sandbox;
    private final Path state;
    private final boolean cached;
    private final JavaHome home = JavaHome.own();
    private final Map<String, byte[]> classes = classes();
    private final String key = key(classes, home);
    private @Nullable Path children;

    Launcher(Sandbox sandbox, ProcessSettings settings) {
        this.sandbox = sandbox;
        this.state = settings.state();
        this.cached = settings.startCache();
    }

    /// A process and the folder it works in, which is removed with it.
    record Launched(SandboxedProcess process, Path work) {
        void close() {
            process.close();
            try {
                WorkFolder.remove(work);
            } catch (IOException e) {
                LOG.warn("a child's folder stays path={}", work, e);
            }
        }
    }

    Launched launch(GuestSpec spec) throws IOException {
        arrange();
        long heap = Math.max(LEAST_HEAP, spec.limits().memoryBytes());
        var command = new ArrayList<>(List.of(home.java(), "-Xmx" + heap));
        command.addAll(options());
        var readable = readable();
        readable.put(THEIRS, spec.artifact());
        if (Files.exists(cache())) {
            command.add("-XX:AOTCache=" + CACHE);
            readable.put(CACHE, cache());
        }
        command.addAll(List.of("-cp", OURS + ":" + THEIRS, Child.class.getName()));
        var environment = new HashMap<>(spec.environment());
        environment.keySet().removeAll(TO_THE_JVM);
        return start(command, readable, environment, heap + OVERHEAD);
    }

    private static List<String> options() {
        return List.of(
                // What a JVM says, it says on standard output, which is ours.
                "-Xlog:disable",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:MaxMetaspaceSize=96m",
                "-XX:ReservedCodeCacheSize=48m",
                "-XX:-UsePerfData",
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=/tmp");
    }

    private Launched start(
            List<String> command,
            Map<String, Path> readable,
            Map<String, String> environment,
            long memory)
            throws IOException {
        Path work = Files.createTempDirectory(folder(), "c");
        var limits = new StepLimits(Duration.ofDays(365), memory, 2, 256, DISK, 1 << 16);
        try {
            Step step =
                    Step.of(command, work, limits).reading(readable).with(environment, Map.of());
            return new Launched(sandbox.start(step), work);
        } catch (IOException | RuntimeException e) {
            WorkFolder.remove(work);
            throw e;
        }
    }

    private Map<String, Path> readable() {
        var all = new HashMap<>(home.readable());
        all.put(OURS, jar());
        return all;
    }

    private Path jar() {
        return state.resolve("child-" + key + ".jar");
    }

    private Path cache() {
        return state.resolve("start-" + key + ".cache");
    }

    /// Of all that a cache is for: the JDK, how it is started and our part.
    private static String key(Map<String, byte[]> classes, JavaHome home) {
        var all = new StringBuilder(home.path() + " " + Runtime.version() + options());
        classes.values().forEach(bytes -> all.append(ContentHash.of(bytes).hex()));
        return ContentHash.of(all.toString().getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 16);
    }

    /// Once for this process; what an earlier one made is used again.
    private synchronized void arrange() throws IOException {
        if (children != null) {
            return;
        }
        Files.createDirectories(state);
        sweep();
        children = Files.createTempDirectory(state, FOLDER + ProcessHandle.current().pid() + "-");
        if (!Files.exists(jar())) {
            writeOurs();
        }
        if (cached && !Files.exists(cache())) {
            makeCache();
        }
    }

    /// What processes left that did not end well, and what other versions needed.
    private void sweep() throws IOException {
        try (Stream<Path> all = Files.list(state)) {
            for (Path each : all.toList()) {
                String name = each.getFileName().toString();
                if (name.startsWith(FOLDER)) {
                    long pid =
                            Long.parseLong(name.substring(FOLDER.length(), name.lastIndexOf('-')));
                    if (ProcessHandle.of(pid).isEmpty()) {
                        WorkFolder.remove(each);
                    }
                } else if (!name.contains(key)) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }

    /// Removes the folders of its children, which have ended.
    synchronized void close() throws IOException {
        if (children != null) {
            WorkFolder.remove(children);
        }
    }

    private synchronized Path folder() {
        return Objects.requireNonNull(children);
    }

    /// Without it a start takes longer, and that is all.
    private void makeCache() throws IOException {
        var command = new ArrayList<>(List.of(home.java(), "-Xmx" + (64L << 20)));
        command.addAll(options());
        command.addAll(List.of("-XX:AOTCacheOutput=" + Step.WORK + "/start.cache", "-cp", OURS));
        command.addAll(List.of(Child.class.getName(), "train"));
        Launched trainee = start(command, readable(), Map.of(), 1L << 30);
        try {
            SandboxedProcess process = trainee.process();
            Talk.train(process.output(), process.input());
            // The process that makes the cache of what was recorded writes there, too.
            process.output().transferTo(OutputStream.nullOutputStream());
            process.errors().transferTo(OutputStream.nullOutputStream());
            if (process.await(TRAINING) && process.ending().equals(new Ending.Exited(0))) {
                try (InputStream made =
                        WorkFolder.open(trainee.work(), "start.cache", 256L << 20)) {
                    put(cache(), made);
                }
            } else {
                LOG.warn("children start without a cache: it could not be made");
            }
        } catch (IOException e) {
            LOG.warn("children start without a cache: it could not be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            trainee.close();
        }
    }

    /// The same bytes and times whoever writes it: a cache is for one jar of one time.
    private void writeOurs() throws IOException {
        String folder = Child.class.getPackageName().replace('.', '/') + "/";
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var each : classes.entrySet()) {
                var entry = new ZipEntry(folder + each.getKey() + ".class");
                entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(each.getValue());
                zip.closeEntry();
            }
        }
        put(jar(), new ByteArrayInputStream(bytes.toByteArray()));
    }

    private void put(Path file, InputStream content) throws IOException {
        Path part = Files.createTempFile(folder(), "part", "");
        Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(part, FileTime.from(Instant.ofEpochSecond(946_684_800)));
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Map<String, byte[]> classes() {
        var all = new TreeMap<String, byte[]>();
        for (String name : CLASSES) {
            try (InputStream in = Child.class.getResourceAsStream(name + ".class")) {
                if (in == null) {
                    throw new IllegalStateException("the class " + name + " is missing");
                }
                all.put(name, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }
}

package dev.fairlead.process;

import dev.fairlead.dataplane.versions.GuestSpec;
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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Starts children: a JVM in the sandbox with our part, the function's jar and nothing else.
final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final long OVERHEAD = 256L << 20;
    private static final long LEAST_HEAP = 16L << 20;
    private static final long DISK = 64L << 20;
    private static final Duration TRAINING = Duration.ofSeconds(60);
    private static final String OURS = "/run/child.jar";
    private static final String THEIRS = "/run/function.jar";
    private static final String CACHE = "/run/start.cache";
    // A variable that a JVM takes options from would be told to the function's log, too.
    private static final Set<String> TO_THE_JVM =
            Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final Sandbox sandbox;
    private final Path state;
    private final boolean cached;
    private final JavaHome home = JavaHome.own();
    private @Nullable ChildFiles files;

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

    /// The function's jar as children may read it, for whoever removes it in the end.
    Path jar(GuestSpec spec) throws IOException {
        return files().copy(spec.artifact());
    }

    Launched launch(GuestSpec spec, Path jar) throws IOException {
        ChildFiles files = files();
        long heap = Math.max(LEAST_HEAP, spec.limits().memoryBytes());
        var command = new ArrayList<>(List.of(home.java(), "-Xmx" + heap));
        command.addAll(options());
        var readable = readable(files);
        readable.put(THEIRS, jar);
        if (Files.exists(files.cache())) {
            command.add("-XX:AOTCache=" + CACHE);
            readable.put(CACHE, files.cache());
        }
        command.addAll(List.of("-cp", OURS + ":" + THEIRS, Child.class.getName()));
        var environment = new HashMap<>(spec.environment());
        environment.keySet().removeAll(TO_THE_JVM);
        return start(files, command, readable, environment, heap + OVERHEAD);
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
            ChildFiles files,
            List<String> command,
            Map<String, Path> readable,
            Map<String, String> environment,
            long memory)
            throws IOException {
        Path work = files.work();
        var limits = new StepLimits(Duration.ofDays(365), memory, 2, 256, DISK, 1 << 16, false);
        try {
            Step step =
                    Step.of(command, work, limits).reading(readable).with(environment, Map.of());
            return new Launched(sandbox.start(step), work);
        } catch (IOException | RuntimeException e) {
            WorkFolder.remove(work);
            throw e;
        }
    }

    private Map<String, Path> readable(ChildFiles files) {
        var all = new HashMap<>(home.readable());
        all.put(OURS, files.jar());
        return all;
    }

    /// Once for this process; what an earlier one made is used again.
    private synchronized ChildFiles files() throws IOException {
        if (files == null) {
            files = new ChildFiles(state, home.path() + " " + Runtime.version() + options());
            if (cached && !Files.exists(files.cache())) {
                makeCache(files);
            }
        }
        return files;
    }

    synchronized void close() throws IOException {
        if (files != null) {
            files.close();
        }
    }

    /// Without it a start takes longer, and that is all.
    private void makeCache(ChildFiles files) throws IOException {
        var command = new ArrayList<>(List.of(home.java(), "-Xmx" + (64L << 20)));
        command.addAll(options());
        command.addAll(List.of("-XX:AOTCacheOutput=" + Step.WORK + "/start.cache", "-cp", OURS));
        command.addAll(List.of(Child.class.getName(), "train"));
        Launched trainee = start(files, command, readable(files), Map.of(), 1L << 30);
        try {
            SandboxedProcess process = trainee.process();
            Talk.train(process.output(), process.input());
            // The process that makes the cache of what was recorded writes there, too.
            process.output().transferTo(OutputStream.nullOutputStream());
            process.errors().transferTo(OutputStream.nullOutputStream());
            if (process.await(TRAINING) && process.ending().equals(new Ending.Exited(0))) {
                try (InputStream made =
                        WorkFolder.open(trainee.work(), "start.cache", 256L << 20)) {
                    files.put(files.cache(), made);
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
}

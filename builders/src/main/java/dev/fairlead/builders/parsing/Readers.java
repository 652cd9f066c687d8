package dev.fairlead.builders.parsing;

import dev.fairlead.builders.compiled.Workbench;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.StepRun;
import dev.fairlead.sandbox.WorkFolder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The processes that read sources, each for one build. Starting Node.js is most of a reading, so
/// where builds follow each other the next process starts while nobody waits for it.
final class Readers {
    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final List<String> SHARED = List.of("walk.mjs", "rules.mjs");
    private static final String PROGRAM = "program/";
    private static final String TOOLS = "/tools/node_modules";
    private static final Duration IDLE = Duration.ofMinutes(2);
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Workbench bench;
    private final SourceReading.Parser parser;
    private @Nullable Reader waiting;
    private boolean starting;
    private boolean swept;

    Readers(Workbench bench, SourceReading.Parser parser) {
        this.bench = bench;
        this.parser = parser;
    }

    /// A step that waits for sources, and the folder that it works in, which goes with it.
    record Reader(StepRun.Begun step, Path room) implements AutoCloseable {
        @Override
        public void close() {
            step.close();
            try {
                WorkFolder.remove(room);
            } catch (IOException e) {
                LOG.warn("a reader's folder stays path={}", room, e);
            }
        }
    }

    /// One that nobody used before. The caller closes it.
    Reader take() throws IOException, InterruptedException {
        Reader there;
        synchronized (this) {
            there = waiting;
            waiting = null;
        }
        if (there != null) {
            if (there.step().runs()) {
                return there;
            }
            there.close();
        }
        return start();
    }

    /// Another build is likely to come: has a reader ready for it, for a while.
    void expect() {
        synchronized (this) {
            if (!bench.ahead() || waiting != null || starting) {
                return;
            }
            starting = true;
        }
        Thread.ofVirtual().name("reader-ahead").start(this::startAhead);
    }

    private void startAhead() {
        Reader made = null;
        try {
            made = start();
        } catch (IOException | BuildFailed e) {
            LOG.debug("no reader was started ahead", e);
        }
        synchronized (this) {
            starting = false;
            waiting = made;
        }
        if (made != null) {
            endUnused(made);
        }
    }

    private void endUnused(Reader reader) {
        try {
            Thread.sleep(IDLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (!reader.equals(waiting)) {
                return;
            }
            waiting = null;
        }
        reader.close();
    }

    private Reader start() throws IOException {
        Path rooms = Files.createDirectories(bench.cache().resolve("reading"));
        sweep(rooms);
        Path room = Files.createTempDirectory(rooms, "r");
        try {
            writeProgram(Files.createDirectory(room.resolve(PROGRAM)));
            Step step =
                    Step.of(command(), room, bench.limits())
                            .reading(Map.of(TOOLS, bench.tools().packages()));
            return new Reader(bench.begin(step), room);
        } catch (IOException | RuntimeException e) {
            WorkFolder.remove(room);
            throw e;
        }
    }

    private List<String> command() {
        return List.of(
                bench.tools().path(Tool.NODE).toString(),
                "--max-old-space-size=1400",
                "--stack-size=3900",
                PROGRAM + "walk.mjs",
                parser.program().getFirst(),
                "report",
                "at");
    }

    private void writeProgram(Path folder) throws IOException {
        var program = new ArrayList<>(SHARED);
        program.addAll(parser.program());
        for (String name : program) {
            try (InputStream in = Readers.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException(name + " is not in the jar");
                }
                Files.copy(in, folder.resolve(name));
            }
        }
    }

    /// What processes left that were killed.
    private void sweep(Path rooms) throws IOException {
        synchronized (this) {
            if (swept) {
                return;
            }
            swept = true;
        }
        Instant before = Instant.now().minus(ABANDONED);
        try (Stream<Path> all = Files.list(rooms)) {
            for (Path room : all.toList()) {
                if (Files.getLastModifiedTime(room).toInstant().isBefore(before)) {
                    WorkFolder.remove(room);
                }
            }
        }
    }
}

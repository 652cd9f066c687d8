package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.measuring.Fairlead;
import dev.fairlead.benchmarks.measuring.Load;
import dev.fairlead.benchmarks.measuring.Processes;
import dev.fairlead.benchmarks.measuring.Report;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Builds of every language with warm tools, the same source again, and what live traffic feels of
/// builds.
final class BuildComparison {
    private static final int RUNS = 5;
    private static final int ROUNDS = 6;
    private static final int STEADY_RATE = 1000;
    private static final String GREETING = "Hello, ";
    private static final String LIVE = "hello-handler";
    private static final JsonMapper JSON = JsonMapper.shared();

    /// An example, a file of it, and the text in it that is edited between two builds.
    private record Project(String name, String file, String text) {}

    private static final List<Project> PROJECTS =
            List.of(
                    new Project("hello-javascript", "index.js", GREETING),
                    new Project("npm", "index.js", "milliseconds: "),
                    new Project("hello-assemblyscript", "index.ts", GREETING),
                    new Project("hello-rust", "src/lib.rs", GREETING),
                    new Project("hello-c", "handler.c", GREETING),
                    new Project("hello-cpp", "handler.cpp", GREETING),
                    new Project("hello-go", "handler.go", GREETING),
                    new Project("hello-java", "src/greetings/Hello.java", GREETING));

    private static final List<Project> BESIDE = PROJECTS.subList(2, 4);

    private final Processes processes;
    private final Path home;
    private final int seconds;
    private final Report report;
    private final Load load;
    private int edits = 100;

    BuildComparison(Processes processes, Path home, int seconds, Report report) {
        this.processes = processes;
        this.home = home;
        this.seconds = seconds;
        this.report = report;
        this.load = new Load(processes);
    }

    /// What can be measured by itself.
    enum Part {
        LANGUAGES,
        TRAFFIC,
        STEPS,
        DEV
    }

    void run(Set<Part> parts) throws IOException, InterruptedException {
        if (parts.contains(Part.LANGUAGES) || parts.contains(Part.TRAFFIC)) {
            server(parts);
        }
        if (parts.contains(Part.STEPS)) {
            new StepFigures(processes.folder(), report).run();
        }
        if (parts.contains(Part.DEV)) {
            dev();
        }
    }

    private void server(Set<Part> parts) throws IOException, InterruptedException {
        var fairlead = new Fairlead(processes, home, "builds", Map.of());
        fairlead.deploy(LIVE, home.resolve("examples/hello-handler/hello.wasm"));
        if (parts.contains(Part.LANGUAGES)) {
            for (Project project : PROJECTS) {
                language(fairlead, project);
            }
        }
        if (parts.contains(Part.TRAFFIC)) {
            traffic(fairlead);
        }
        fairlead.stop();
    }

    private void dev() throws IOException, InterruptedException {
        report.heading("fairlead dev");
        var dev = new DevFigures(processes, home, report);
        for (Project project : List.of(PROJECTS.get(0), PROJECTS.get(2))) {
            Path folder = copy(project);
            dev.measure(project.name(), folder, project.file(), GREETING);
        }
    }

    private void language(Fairlead fairlead, Project project)
            throws IOException, InterruptedException {
        report.heading(project.name());
        Path folder = copy(project);
        fairlead.deploy(project.name(), folder);
        var whole = new double[RUNS];
        var built = new double[RUNS];
        var again = new double[RUNS];
        var unchanged = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            edit(folder, project, i);
            long start = System.nanoTime();
            fairlead.deploy(project.name(), folder);
            whole[i] = (System.nanoTime() - start) / 1e6;
            built[i] = lastBuild(fairlead, project);
            start = System.nanoTime();
            fairlead.deploy(project.name(), folder);
            again[i] = (System.nanoTime() - start) / 1e6;
            unchanged[i] = lastDeployment(fairlead, project);
        }
        String name = project.name();
        report.figure(name + ": `fairlead deploy` after an edit, median ms", Load.median(whole));
        report.figure(name + ": the build alone, median ms", Load.median(built));
        report.figure(
                name + ": `fairlead deploy` of the same again, median ms", Load.median(again));
        report.figure(name + ": that deployment alone, median ms", Load.median(unchanged));
    }

    private Path copy(Project project) throws IOException {
        Path from = home.resolve("examples").resolve(project.name());
        Path to = Files.createDirectories(processes.folder().resolve(project.name()));
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return to;
    }

    private void edit(Path folder, Project project, int number) throws IOException {
        Path original = home.resolve("examples").resolve(project.name()).resolve(project.file());
        String text = project.text();
        int end = text.length() - 2;
        String edited = text.substring(0, end) + number + text.substring(end);
        Files.writeString(
                folder.resolve(project.file()), Files.readString(original).replace(text, edited));
    }

    /// Milliseconds from the first phase after the queue to the end of the newest build.
    private static double lastBuild(Fairlead fairlead, Project project)
            throws IOException, InterruptedException {
        JsonNode build =
                newest(fairlead, "/builds?limit=1&function=" + fairlead.functionId(project.name()));
        return between(build.path("phases").path(1).path("startedAt"), build.path("endedAt"));
    }

    /// Milliseconds from the upload to the switch of the newest deployment.
    private static double lastDeployment(Fairlead fairlead, Project project)
            throws IOException, InterruptedException {
        String function = fairlead.functionId(project.name());
        JsonNode summary = newest(fairlead, "/functions/" + function + "/deployments?limit=1");
        JsonNode deployment =
                JSON.readTree(fairlead.get("/deployments/" + summary.path("id").asString()).body());
        return between(deployment.path("createdAt"), deployment.path("endedAt"));
    }

    private static JsonNode newest(Fairlead fairlead, String list)
            throws IOException, InterruptedException {
        return JSON.readTree(fairlead.get(list).body()).path("items").path(0);
    }

    private static double between(JsonNode start, JsonNode end) {
        return Duration.between(Instant.parse(start.asString()), Instant.parse(end.asString()))
                        .toNanos()
                / 1e6;
    }

    private void traffic(Fairlead fairlead) throws IOException, InterruptedException {
        report.heading("live traffic at " + STEADY_RATE + " requests/s while builds run");
        var target = fairlead.target("Fairlead WASM", Fairlead.path(LIVE));
        load.full(target, 10, 2);
        for (Project project : BESIDE) {
            fairlead.deploy(project.name(), copy(project));
        }
        load.steady(target, STEADY_RATE, seconds);
        var quiet = new double[ROUNDS];
        var busy = new double[ROUNDS];
        var ratios = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            quiet[i] = load.steady(target, STEADY_RATE, seconds).p99Ms();
            var over = new AtomicBoolean();
            var builds = new FutureTask<>(() -> buildUntil(fairlead, over));
            Thread.ofPlatform().start(builds);
            busy[i] = load.steady(target, STEADY_RATE, seconds).p99Ms();
            ratios[i] = busy[i] / quiet[i];
            over.set(true);
            try {
                report.figure("builds beside it", builds.get());
            } catch (ExecutionException e) {
                throw new IOException("a build beside the load failed", e.getCause());
            }
        }
        report.figure("p99 without builds, median ms", Load.median(quiet));
        report.figure("p99 while AssemblyScript and Rust are built, median ms", Load.median(busy));
        report.figure("ratio of each pair, median", Load.median(ratios));
    }

    /// By the API, so that nothing but the builds is added; how many.
    private double buildUntil(Fairlead fairlead, AtomicBoolean over)
            throws IOException, InterruptedException {
        int before = edits;
        while (!over.get()) {
            for (Project project : BESIDE) {
                Path folder = processes.folder().resolve(project.name());
                edit(folder, project, edits++);
                fairlead.upload(fairlead.functionId(project.name()), zip(folder));
            }
        }
        return edits - before;
    }

    private static byte[] zip(Path folder) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes);
                Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}

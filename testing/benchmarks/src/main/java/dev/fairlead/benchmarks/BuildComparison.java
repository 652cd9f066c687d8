package dev.fairlead.benchmarks;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// Builds of every language with warm tools, the same source again, and what live traffic feels of
/// builds.
final class BuildComparison {
    private static final int RUNS = 5;
    private static final int STEADY_RATE = 1000;
    private static final String LIVE = "hello-handler";
    private static final JsonMapper JSON = JsonMapper.shared();

    /// An example, and the file of it that is edited between two builds.
    private record Project(String name, String file, String remark) {}

    private static final List<Project> PROJECTS =
            List.of(
                    new Project("hello-javascript", "index.js", "//"),
                    new Project("npm", "index.js", "//"),
                    new Project("hello-assemblyscript", "index.ts", "//"),
                    new Project("hello-rust", "src/lib.rs", "//"),
                    new Project("hello-c", "handler.c", "//"),
                    new Project("hello-cpp", "handler.cpp", "//"),
                    new Project("hello-go", "handler.go", "//"),
                    new Project("hello-java", "src/greetings/Hello.java", "//"));

    private final Processes processes;
    private final Path home;
    private final int seconds;
    private final Report report;
    private final Load load;

    BuildComparison(Processes processes, Path home, int seconds, Report report) {
        this.processes = processes;
        this.home = home;
        this.seconds = seconds;
        this.report = report;
        this.load = new Load(processes);
    }

    void run() throws IOException, InterruptedException {
        var fairlead = new Fairlead(processes, home, "builds", Map.of());
        fairlead.deploy(LIVE, home.resolve("examples/hello-handler/hello.wasm"));
        for (Project project : PROJECTS) {
            language(fairlead, project);
        }
        traffic(fairlead);
        fairlead.stop();
        new StepFigures(processes.folder(), report).run();
        report.heading("fairlead dev");
        var dev = new DevFigures(processes, home, report);
        for (Project project : List.of(PROJECTS.get(0), PROJECTS.get(2))) {
            Path folder = copy(project);
            dev.measure(project.name(), folder, project.file(), "Hello, ");
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
        for (int i = 0; i < RUNS; i++) {
            edit(folder, project, i);
            long start = System.nanoTime();
            fairlead.deploy(project.name(), folder);
            whole[i] = (System.nanoTime() - start) / 1e6;
            built[i] = lastBuild(fairlead, project);
            start = System.nanoTime();
            fairlead.deploy(project.name(), folder);
            again[i] = (System.nanoTime() - start) / 1e6;
        }
        String name = project.name();
        report.figure(name + ": `fairlead deploy` after an edit, median ms", Load.median(whole));
        report.figure(name + ": the build alone, median ms", Load.median(built));
        report.figure(
                name + ": `fairlead deploy` of the same again, median ms", Load.median(again));
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

    private static void edit(Path folder, Project project, int number) throws IOException {
        Path file = folder.resolve(project.file());
        Files.writeString(
                file, Files.readString(file) + project.remark() + " edit " + number + "\n");
    }

    /// Milliseconds from the first phase after the queue to the end of the newest build.
    private static double lastBuild(Fairlead fairlead, Project project)
            throws IOException, InterruptedException {
        JsonNode function =
                JSON.readTree(fairlead.get("/functions?name=" + project.name()).body())
                        .path("items")
                        .path(0);
        JsonNode build =
                JSON.readTree(
                                fairlead.get(
                                                "/builds?limit=1&function="
                                                        + function.path("id").asString())
                                        .body())
                        .path("items")
                        .path(0);
        Instant began = Instant.parse(build.path("phases").path(1).path("startedAt").asString());
        Instant ended = Instant.parse(build.path("endedAt").asString());
        return Duration.between(began, ended).toNanos() / 1e6;
    }

    private void traffic(Fairlead fairlead) throws IOException, InterruptedException {
        report.heading("live traffic at " + STEADY_RATE + " requests/s while builds run");
        var target = fairlead.target("Fairlead WASM", Fairlead.path(LIVE));
        load.full(target, 10, 2);
        Load.Steady quiet = load.steady(target, STEADY_RATE, seconds);
        var over = new AtomicBoolean();
        Thread builder = Thread.ofPlatform().start(() -> buildUntil(fairlead, over));
        Load.Steady busy;
        try {
            busy = load.steady(target, STEADY_RATE, seconds);
        } finally {
            over.set(true);
            builder.join();
        }
        Load.Steady after = load.steady(target, STEADY_RATE, seconds);
        double without = (quiet.p99Ms() + after.p99Ms()) / 2;
        report.figure("p99 without builds, ms (mean of before and after)", without);
        report.figure("p99 while AssemblyScript and Rust are built, ms", busy.p99Ms());
        report.figure("ratio", busy.p99Ms() / without);
    }

    private void buildUntil(Fairlead fairlead, AtomicBoolean over) {
        List<Project> heavy = PROJECTS.subList(2, 4);
        try {
            for (int i = 0; !over.get(); i++) {
                for (Project project : heavy) {
                    Path folder = processes.folder().resolve(project.name());
                    edit(folder, project, 100 + i);
                    fairlead.deploy(project.name(), folder);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("a build beside the load failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

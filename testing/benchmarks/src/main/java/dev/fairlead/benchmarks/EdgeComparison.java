package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.measuring.Answers;
import dev.fairlead.benchmarks.measuring.Load;
import dev.fairlead.benchmarks.measuring.ProcessFigures;
import dev.fairlead.benchmarks.measuring.ProcessFigures.Memory;
import dev.fairlead.benchmarks.measuring.Processes;
import dev.fairlead.benchmarks.measuring.Report;
import dev.fairlead.benchmarks.measuring.Target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the gateway answers by itself: kept answers against `/healthz`, files of a site against
/// nginx and Caddy, and many domains with routes against few. Those compared take turns.
final class EdgeComparison {
    private static final int CONNECTIONS = 64;
    private static final int WARM_UP_SECONDS = 10;
    private static final int ROUNDS = 5;
    private static final int SMALL = 1 << 10;
    private static final int LARGE = 1 << 20;

    private final Processes processes;
    private final int seconds;
    private final Report report;
    private final Load load;
    private final WebServers servers;
    private final Path folder;

    /// What can be measured alone.
    enum Part {
        KEPT,
        FILES,
        ROUTES
    }

    EdgeComparison(Processes processes, int seconds, Report report) {
        this.processes = processes;
        this.seconds = seconds;
        this.report = report;
        this.load = new Load(processes);
        this.servers = new WebServers(processes);
        this.folder = processes.folder();
    }

    void run(Set<Part> parts) throws IOException, InterruptedException {
        Files.write(folder.resolve("small.txt"), new byte[SMALL]);
        Files.write(folder.resolve("large.bin"), new byte[LARGE]);
        int upstream = Processes.freePort();
        answers(servers.nginx("upstream", upstream, "return 200 \"Hello, Ada!\";", ""), upstream);
        int port = Processes.freePort();
        ProcessHandle front = front("front", port, upstream, 10);
        String url = "http://127.0.0.1:" + port;
        if (parts.contains(Part.KEPT)) {
            report.heading("Kept answers against /healthz, " + CONNECTIONS + " connections");
            compare(
                    List.of(
                            new Target("kept", url + "/fn/demo/kept/", front),
                            new Target("healthz", url + "/healthz", front)));
        }
        if (parts.contains(Part.FILES)) {
            files(url, front);
        }
        if (parts.contains(Part.ROUTES)) {
            routes(url, front, upstream);
        }
    }

    private void files(String url, ProcessHandle front) throws IOException, InterruptedException {
        int ofNginx = Processes.freePort();
        ProcessHandle nginx =
                answers(
                        servers.nginx(
                                "files",
                                ofNginx,
                                "root " + folder + ";",
                                "sendfile on; tcp_nopush on; open_file_cache max=100;"),
                        ofNginx);
        int ofCaddy = Processes.freePort();
        ProcessHandle caddy =
                answers(
                        servers.caddy("files", ofCaddy, "root * " + folder + "\nfile_server"),
                        ofCaddy);
        for (String file : List.of("small.txt", "large.bin")) {
            report.heading("Files of a site, " + file + ", " + CONNECTIONS + " connections");
            compare(
                    List.of(
                            new Target("site " + file, url + "/fn/demo/files/" + file, front),
                            new Target(
                                    "nginx " + file,
                                    "http://127.0.0.1:" + ofNginx + "/" + file,
                                    nginx),
                            new Target(
                                    "Caddy " + file,
                                    "http://127.0.0.1:" + ofCaddy + "/" + file,
                                    caddy)));
        }
    }

    private void routes(String few, ProcessHandle front, int upstream)
            throws IOException, InterruptedException {
        report.heading("10,000 domains with routes against 10");
        int port = Processes.freePort();
        ProcessHandle many = front("many", port, upstream, 10_000);
        compare(
                List.of(
                        new Target("10,000", "http://127.0.0.1:" + port + "/", many)
                                .with("Host: d9.example"),
                        new Target("10", few + "/", front).with("Host: d9.example")));
        report.figure(
                "10,000 - 10, resident MiB",
                ProcessFigures.memoryMib(many, Memory.RSS)
                        - ProcessFigures.memoryMib(front, Memory.RSS));
    }

    /// The first against each other.
    private void compare(List<Target> targets) throws IOException, InterruptedException {
        for (Target target : targets) {
            load.full(target, CONNECTIONS, WARM_UP_SECONDS);
        }
        var rates = new double[targets.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < targets.size(); i++) {
                Load.Full full = load.full(targets.get(i), CONNECTIONS, seconds);
                report.full(targets.get(i), CONNECTIONS, full);
                rates[i][round] = full.perSecond();
            }
        }
        for (int i = 1; i < targets.size(); i++) {
            report.figure(
                    targets.getFirst().name() + " / " + targets.get(i).name() + ", throughput",
                    Load.median(rates[0]) / Load.median(rates[i]));
        }
    }

    private ProcessHandle front(String name, int port, int upstream, int domains)
            throws IOException, InterruptedException {
        Process process =
                processes.start(
                        name,
                        Map.of(),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-Xmx512m",
                                EdgeFront.class.getName(),
                                Integer.toString(port),
                                Integer.toString(upstream),
                                folder.toString(),
                                Integer.toString(domains)));
        Answers.await("http://127.0.0.1:" + port + "/fn/demo/kept/", "Ada");
        return process.toHandle();
    }

    private static ProcessHandle answers(Process process, int port)
            throws IOException, InterruptedException {
        Answers.await("http://127.0.0.1:" + port + "/small.txt", "");
        return process.toHandle();
    }
}

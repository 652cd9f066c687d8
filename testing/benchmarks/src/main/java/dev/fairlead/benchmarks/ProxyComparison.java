package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.measuring.Answers;
import dev.fairlead.benchmarks.measuring.Load;
import dev.fairlead.benchmarks.measuring.Processes;
import dev.fairlead.benchmarks.measuring.Report;
import dev.fairlead.benchmarks.measuring.Target;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Small answers through the gateway, nginx and Caddy, from one upstream, which is nginx. They take
/// turns, so that a slow minute meets all of them.
final class ProxyComparison {
    private static final int[] CONNECTIONS = {64, 256};
    private static final int WARM_UP_SECONDS = 15;
    private static final int ROUNDS = 5;
    private static final String HOST = "Host: web.demo.localhost";

    private final Processes processes;
    private final int seconds;
    private final Report report;
    private final Load load;
    private final WebServers servers;

    ProxyComparison(Processes processes, int seconds, Report report) {
        this.processes = processes;
        this.seconds = seconds;
        this.report = report;
        this.load = new Load(processes);
        this.servers = new WebServers(processes);
    }

    void run() throws IOException, InterruptedException {
        report.heading("Reverse proxy, small answers, one upstream");
        int upstream = Processes.freePort();
        nginx("upstream", upstream, "return 200 \"Hello, Ada!\";", "");
        var targets =
                List.of(
                        front(upstream),
                        nginx(
                                "nginx",
                                Processes.freePort(),
                                """
                                proxy_pass http://behind;
                                proxy_http_version 1.1;
                                proxy_set_header Connection "";
                                proxy_set_header Host $host;
                                proxy_set_header X-Forwarded-For $remote_addr;
                                proxy_set_header X-Forwarded-Proto $scheme;
                                """,
                                "upstream behind { server 127.0.0.1:%d; keepalive 256; keepalive_requests 1000000000; }"
                                        .formatted(upstream)),
                        caddy(upstream));
        for (Target target : targets) {
            load.full(target, CONNECTIONS[0], WARM_UP_SECONDS);
        }
        for (int connections : CONNECTIONS) {
            compare(targets, connections);
        }
    }

    private void compare(List<Target> targets, int connections)
            throws IOException, InterruptedException {
        report.heading(connections + " connections");
        var rates = new double[targets.size()][ROUNDS];
        var tails = new double[targets.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < targets.size(); i++) {
                Load.Full full = load.full(targets.get(i), connections, seconds);
                report.full(targets.get(i), connections, full);
                rates[i][round] = full.perSecond();
                tails[i][round] = full.p99Ms();
            }
        }
        for (int i = 1; i < targets.size(); i++) {
            String other = targets.get(i).name() + " @" + connections;
            report.figure("Fairlead / " + other + ", throughput", ratio(rates[0], rates[i]));
            report.figure("Fairlead / " + other + ", p99", ratio(tails[0], tails[i]));
        }
    }

    private static double ratio(double[] above, double[] below) {
        return Load.median(above) / Load.median(below);
    }

    private Target front(int upstream) throws IOException, InterruptedException {
        int port = Processes.freePort();
        Process process =
                processes.start(
                        "front",
                        Map.of(),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-Xmx512m",
                                ProxyFront.class.getName(),
                                Integer.toString(port),
                                Integer.toString(upstream)));
        return target("Fairlead", port, process);
    }

    private Target target(String name, int port, Process process)
            throws IOException, InterruptedException {
        String url = "http://127.0.0.1:" + port + "/";
        // By path, too, the front leads there; wrk names the host.
        Answers.await(url + "fn/demo/web/", "Ada");
        return new Target(name, url, process.toHandle()).with(HOST);
    }

    private Target nginx(String name, int port, String location, String above)
            throws IOException, InterruptedException {
        return target(name, port, servers.nginx(name, port, location, above));
    }

    private Target caddy(int upstream) throws IOException, InterruptedException {
        int port = Processes.freePort();
        return target(
                "Caddy", port, servers.caddy("proxy", port, "reverse_proxy 127.0.0.1:" + upstream));
    }
}

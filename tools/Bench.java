import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `fairlead bench functions [--json FILE] [--seconds N]`: the comparison of docs/PERFORMANCE.md, each
/// figure in the same run. Every process it starts it stops.
public final class Bench {
    private static final int[] CONNECTIONS = {1, 16, 64, 256};
    private static final int DEPLOYS = 5;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path home;
    private final Path work;
    private final int seconds;
    private final List<Process> running = new ArrayList<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private Path data = Path.of("");
    private int port;

    private Bench(Path home, Path work, int seconds) {
        this.home = home;
        this.work = work;
        this.seconds = seconds;
    }

    /// Something that answers: what it is called, where, and the process behind it.
    private record Target(String name, String url, Process process) {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        List<String> flags = List.of(args).subList(1, args.length);
        if (flags.isEmpty() || !flags.getFirst().equals("functions")) {
            System.err.println("usage: fairlead bench functions [--json FILE] [--seconds N]");
            System.exit(2);
        }
        new AptTools()
                .ensure(
                        List.of(
                                new AptTools.Tool("/usr/bin/wrk", "wrk"),
                                new AptTools.Tool("/usr/bin/caddy", "caddy")));
        Path work = Files.createTempDirectory("fairlead-bench");
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        var bench = new Bench(home, work, Integer.parseInt(value(flags, "--seconds", "5")));
        try {
            bench.run();
        } finally {
            bench.running.forEach(Process::destroy);
            for (Process process : bench.running) {
                process.waitFor(30, TimeUnit.SECONDS);
            }
        }
        String json = Measure.json(bench.figures);
        String file = value(flags, "--json", "");
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), json + "\n");
        }
    }

    private static String value(List<String> flags, String name, String otherwise) {
        int at = flags.indexOf(name);
        return at >= 0 && at + 1 < flags.size() ? flags.get(at + 1) : otherwise;
    }

    private void run() throws Exception {
        figures.put("cores", Runtime.getRuntime().availableProcessors());
        figures.put("java", System.getProperty("java.version"));
        finish(List.of(home.resolve("fairlead").toString(), "--version"), home);
        Path peers = home.resolve("testing/benchmarks");
        if (!Files.exists(peers.resolve("node_modules/workerd"))) {
            finish(List.of("npm", "ci", "--no-audit", "--no-fund"), peers);
        }
        Process fairlead = startFairlead();
        var targets = new ArrayList<Target>();
        String root = "http://127.0.0.1:" + port;
        deploy("script", home.resolve("examples/hello/index.js"));
        deploy("module", home.resolve("examples/hello-handler/hello.wasm"));
        targets.add(new Target("fairlead /healthz", root + "/healthz", fairlead));
        targets.add(new Target("fairlead JavaScript", root + "/fn/bench/script?name=Ada", fairlead));
        targets.add(new Target("fairlead WASM", root + "/fn/bench/module?name=Ada", fairlead));
        targets.addAll(peers(peers));
        for (Target target : targets) {
            check(target);
            Measure.wrk(target.name(), target.url(), target.process().pid(), 16, 3);
        }
        throughput(targets);
        deployTimes();
        memory(fairlead);
        restart(fairlead);
    }

    private Process startFairlead() throws Exception {
        data = work.resolve("data");
        port = freePort();
        Process process = up();
        awaitReady(process, root() + "/healthz");
        return process;
    }

    private String root() {
        return "http://127.0.0.1:" + port;
    }

    private Process up() throws IOException {
        Path out = work.resolve("up.out");
        Files.deleteIfExists(out);
        return start(
                List.of(
                        home.resolve("fairlead").toString(),
                        "up",
                        "--port",
                        Integer.toString(port),
                        "--data-dir",
                        data.toString()),
                out);
    }

    private Process start(List<String> command, Path out) throws IOException {
        var builder = new ProcessBuilder(command).directory(work.toFile());
        builder.environment().put("XDG_CONFIG_HOME", work.resolve("config").toString());
        builder.redirectOutput(out.toFile());
        builder.redirectError(work.resolve(out.getFileName() + ".err").toFile());
        Process process = builder.start();
        running.add(process);
        return process;
    }

    /// Fairlead's `ready` line, where it is the one that starts.
    private void awaitReady(Process process, String url) throws Exception {
        Path out = work.resolve("up.out");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!(Files.exists(out) && Files.readString(out).contains("ready"))) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("did not start: " + url + "; see " + work);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void awaitAnswer(String url) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                if (get(url).contains("Ada")) {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private List<Target> peers(Path folder) throws Exception {
        Path scripts = folder.resolve("peers");
        String handler = home.resolve("examples/hello/index.js").toString();
        String module = home.resolve("examples/hello-handler/hello.wasm").toString();
        Path handlerModule = work.resolve("handler.mjs");
        Files.copy(Path.of(handler), handlerModule);
        var all = new ArrayList<Target>();
        all.add(peer("node JavaScript", p -> List.of("node", scripts + "/node-script.mjs", p, handlerModule.toString())));
        all.add(peer("node WASM", p -> List.of("node", scripts + "/node-module.mjs", p, module)));
        Path caddy = work.resolve("Caddyfile");
        all.add(
                peer(
                        "caddy static",
                        p -> {
                            Files.writeString(
                                    caddy,
                                    "{\nadmin off\nauto_https off\n}\nhttp://:"
                                            + p
                                            + " {\nheader content-type application/json\nrespond `{\"message\":\"Hello, Ada\"}`\n}\n");
                            return List.of("caddy", "run", "--config", caddy.toString(), "--adapter", "caddyfile");
                        }));
        String workerd = folder.resolve("node_modules/workerd/bin/workerd").toString();
        all.add(peer("workerd JavaScript", p -> worker(workerd, scripts, "worker-script.mjs", p, "(name = \"handler\", esModule = embed \"handler.mjs\")")));
        all.add(peer("workerd WASM", p -> worker(workerd, scripts, "worker-module.mjs", p, "(name = \"reactor\", esModule = embed \"reactor.mjs\"), (name = \"module.wasm\", wasm = embed \"module.wasm\")")));
        return all;
    }

    private List<String> worker(String workerd, Path scripts, String script, String port, String more)
            throws IOException {
        Files.copy(scripts.resolve(script), work.resolve(script));
        if (!Files.exists(work.resolve("reactor.mjs"))) {
            Files.copy(scripts.resolve("reactor.mjs"), work.resolve("reactor.mjs"));
            Files.copy(home.resolve("examples/hello-handler/hello.wasm"), work.resolve("module.wasm"));
        }
        Path config = work.resolve(script + ".capnp");
        Files.writeString(
                config,
                """
                using Workerd = import "/workerd/workerd.capnp";
                const config :Workerd.Config = (
                  services = [(name = "main", worker = .main)],
                  sockets = [(name = "http", address = "127.0.0.1:%s", http = (), service = "main")]
                );
                const main :Workerd.Worker = (
                  modules = [(name = "main", esModule = embed "%s"), %s],
                  compatibilityDate = "2026-01-01"
                );
                """
                        .formatted(port, script, more));
        return List.of(workerd, "serve", config.toString());
    }

    private interface Command {
        List<String> on(String port) throws IOException;
    }

    private Target peer(String name, Command command) throws Exception {
        int own = freePort();
        Process process =
                start(command.on(Integer.toString(own)), work.resolve(name.replace(' ', '-') + ".out"));
        String url = "http://127.0.0.1:" + own + "/?name=Ada";
        awaitAnswer(url);
        return new Target(name, url, process);
    }

    private void deploy(String name, Path file) throws Exception {
        finish(
                List.of(
                        home.resolve("fairlead").toString(),
                        "deploy",
                        file.toString(),
                        "--project",
                        "bench",
                        "--name",
                        name),
                work);
    }

    private void finish(List<String> command, Path folder) throws Exception {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("FAIRLEAD_URL", root());
        Path key = data.resolve("bootstrap-key");
        if (Files.exists(key)) {
            builder.environment().put("FAIRLEAD_TOKEN", Files.readString(key).strip());
        }
        builder.redirectErrorStream(true).redirectOutput(work.resolve("finish.out").toFile());
        if (builder.start().waitFor() != 0) {
            throw new IOException(command + ": " + Files.readString(work.resolve("finish.out")));
        }
    }

    private static void check(Target target) throws Exception {
        String answer = get(target.url());
        if (!answer.contains("Ada") && !target.name().contains("healthz")) {
            throw new IOException(target.name() + " answered " + answer);
        }
    }

    private void throughput(List<Target> targets) throws Exception {
        for (int connections : CONNECTIONS) {
            System.out.printf("%n%d connections%n", connections);
            System.out.printf("  %-22s %10s %9s %9s %10s%n", "", "req/s", "p50 ms", "p99 ms", "CPU us/req");
            for (Target target : targets) {
                Measure.Load load = Measure.wrk(target.name(), target.url(), target.process().pid(), connections, seconds);
                System.out.printf(
                        "  %-22s %10.0f %9.2f %9.2f %10.1f%n",
                        target.name(), load.perSecond(), load.p50(), load.p99(), load.cpuMicros());
                var row = new LinkedHashMap<String, Object>();
                row.put("requestsPerSecond", load.perSecond());
                row.put("p50Ms", load.p50());
                row.put("p99Ms", load.p99());
                row.put("cpuMicrosPerRequest", load.cpuMicros());
                figures.put(target.name() + " @" + connections, row);
            }
        }
    }

    private void deployTimes() throws Exception {
        for (String kind : List.of("script", "module")) {
            var times = new double[DEPLOYS];
            var firsts = new double[DEPLOYS];
            for (int i = 0; i < DEPLOYS; i++) {
                Path file = changed(kind, i);
                long start = System.nanoTime();
                deploy(kind + "-" + i, file);
                long deployed = System.nanoTime();
                awaitAnswer(root() + "/fn/bench/" + kind + "-" + i + "?name=Ada");
                firsts[i] = (System.nanoTime() - deployed) / 1e6;
                times[i] = (System.nanoTime() - start) / 1e6;
            }
            say("deploy to first answer, command included, " + kind + ", ms", Measure.median(times));
            say("first request after a deploy, " + kind + ", ms", Measure.median(firsts));
        }
    }

    /// The same function with other bytes, so that nothing is cached: a comment, or a custom section.
    private Path changed(String kind, int number) throws IOException {
        if (kind.equals("script")) {
            Path file = work.resolve("changed-" + number + ".js");
            Files.writeString(
                    file,
                    Files.readString(home.resolve("examples/hello/index.js")) + "\n// " + number + System.nanoTime());
            return file;
        }
        byte[] module = Files.readAllBytes(home.resolve("examples/hello-handler/hello.wasm"));
        byte[] more = Arrays.copyOf(module, module.length + 5);
        more[module.length + 1] = 3;
        more[module.length + 2] = 1;
        more[module.length + 3] = 'n';
        more[module.length + 4] = (byte) ('0' + number);
        Path file = work.resolve("changed-" + number + ".wasm");
        Files.write(file, more);
        return file;
    }

    /// Memory of the server and its PostgreSQL after it rested; shared pages counted once (PSS).
    private void memory(Process fairlead) throws Exception {
        TimeUnit.SECONDS.sleep(20);
        long rss = Measure.memory(fairlead.pid(), "Rss:");
        long pss = Measure.memory(fairlead.pid(), "Pss:");
        for (ProcessHandle child : fairlead.descendants().toList()) {
            rss += Measure.memory(child.pid(), "Rss:");
            pss += Measure.memory(child.pid(), "Pss:");
        }
        say("memory after load, PSS of everything, MiB", pss / 1024.0);
        say("memory after load, RSS of everything, MiB", rss / 1024.0);
    }

    private void restart(Process fairlead) throws Exception {
        fairlead.destroy();
        fairlead.waitFor();
        long start = System.nanoTime();
        Process again = up();
        awaitAnswer(root() + "/fn/bench/script?name=Ada");
        say("restart to first answer, ms", (System.nanoTime() - start) / 1e6);
        awaitReady(again, root());
        say("restart to ready, ms", (System.nanoTime() - start) / 1e6);
        TimeUnit.SECONDS.sleep(20);
        long pss = Measure.memory(again.pid(), "Pss:");
        long rss = Measure.memory(again.pid(), "Rss:");
        for (ProcessHandle child : again.descendants().toList()) {
            pss += Measure.memory(child.pid(), "Pss:");
            rss += Measure.memory(child.pid(), "Rss:");
        }
        say("memory idle, PSS of everything, MiB", pss / 1024.0);
        say("memory idle, RSS of everything, MiB", rss / 1024.0);
    }

    private void say(String what, double value) {
        System.out.printf("%-58s %10.1f%n", what, value);
        figures.put(what, value);
    }


}

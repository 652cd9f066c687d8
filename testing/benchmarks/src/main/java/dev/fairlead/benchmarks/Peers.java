package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.measuring.Answers;
import dev.fairlead.benchmarks.measuring.Processes;
import dev.fairlead.benchmarks.measuring.Target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a user would pick instead: node, workerd and Caddy, with the same handler and the same
/// module.
final class Peers {
    private final Processes processes;
    private final Path scripts;
    private final String workerd;

    /// `folder` holds the npm packages and the scripts, `examples` the sources.
    Peers(Processes processes, Path folder, Path examples)
            throws IOException, InterruptedException {
        this.processes = processes;
        this.scripts = processes.folder().resolve("peers");
        this.workerd =
                folder.resolve("node_modules/@cloudflare/workerd-linux-64/bin/workerd").toString();
        if (!Files.exists(Path.of(workerd))) {
            processes.finish(folder, Map.of(), List.of("npm", "ci", "--no-audit", "--no-fund"));
        }
        Files.createDirectories(scripts);
        for (String script :
                List.of(
                        "node-script",
                        "node-module",
                        "reactor",
                        "worker-script",
                        "worker-module")) {
            copy(folder.resolve("peers/" + script + ".mjs"), script + ".mjs");
        }
        copy(examples.resolve("hello-javascript/index.js"), "handler.mjs");
        copy(examples.resolve("hello-handler/hello.wasm"), "module.wasm");
    }

    private void copy(Path from, String name) throws IOException {
        Files.copy(from, scripts.resolve(name));
    }

    List<Target> start() throws IOException, InterruptedException {
        return List.of(
                start("node JavaScript", port -> node("node-script.mjs", port, "handler.mjs")),
                start("node WASM", port -> node("node-module.mjs", port, "module.wasm")),
                start("workerd JavaScript", port -> worker("worker-script.mjs", port, SCRIPT)),
                start("workerd WASM", port -> worker("worker-module.mjs", port, MODULE)),
                start("Caddy static", this::caddy));
    }

    private interface Command {
        List<String> on(int port) throws IOException;
    }

    private Target start(String name, Command command) throws IOException, InterruptedException {
        int port = Processes.freePort();
        Process process = processes.start(name.replace(' ', '-'), Map.of(), command.on(port));
        String url = "http://127.0.0.1:" + port + "/?name=Ada";
        Answers.await(url, "Ada");
        return new Target(name, url, process.toHandle());
    }

    private List<String> node(String script, int port, String code) {
        return List.of(
                "node",
                scripts.resolve(script).toString(),
                Integer.toString(port),
                scripts.resolve(code).toString());
    }

    private static final String SCRIPT = "(name = \"handler\", esModule = embed \"handler.mjs\")";
    private static final String MODULE =
            "(name = \"reactor\", esModule = embed \"reactor.mjs\"),"
                    + " (name = \"module.wasm\", wasm = embed \"module.wasm\")";

    private List<String> worker(String script, int port, String modules) throws IOException {
        Path config = scripts.resolve(script + ".capnp");
        Files.writeString(
                config,
                """
                using Workerd = import "/workerd/workerd.capnp";
                const config :Workerd.Config = (
                  services = [(name = "main", worker = .main)],
                  sockets = [(name = "http", address = "127.0.0.1:%d", http = (), service = "main")]
                );
                const main :Workerd.Worker = (
                  modules = [(name = "main", esModule = embed "%s"), %s],
                  compatibilityDate = "2026-01-01"
                );
                """
                        .formatted(port, script, modules));
        return List.of(workerd, "serve", config.toString());
    }

    private List<String> caddy(int port) throws IOException {
        Path config = scripts.resolve("Caddyfile");
        Files.writeString(
                config,
                """
                {
                admin off
                auto_https off
                }
                http://:%d {
                bind 127.0.0.1
                header content-type application/json
                respond `{"message":"Hello, Ada!"}`
                }
                """
                        .formatted(port));
        return List.of("caddy", "run", "--config", config.toString(), "--adapter", "caddyfile");
    }
}

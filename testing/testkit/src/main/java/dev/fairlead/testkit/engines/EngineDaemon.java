package dev.fairlead.testkit.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Docker's daemon. As a rule it leaves the machine's network alone; one with networks makes
/// bridges for them, and no rules of a firewall.
public final class EngineDaemon implements TestEngine {
    private static final Path PROGRAM = Path.of("/usr/sbin/dockerd");
    private static final Pattern NETWORK = Pattern.compile("\"Id\":\"([0-9a-f]{12})[0-9a-f]{52}\"");

    private static final String FIREWALL = "--iptables=true";

    private final OwnFolder folder;
    private final Optional<Subnets> subnets;
    private final List<String> options;
    private final Thread atExit = new Thread(this::stop, "engine-stop");

    private EngineDaemon(OwnFolder folder, Optional<Subnets> subnets, List<String> options) {
        this.folder = folder;
        this.subnets = subnets;
        this.options = options;
    }

    /// Starts one and waits until it answers.
    public static EngineDaemon start() throws IOException {
        return start(Optional.empty(), List.of());
    }

    /// One that can make networks.
    public static EngineDaemon withNetworks() throws IOException {
        Subnets free = Subnets.free();
        return start(
                Optional.of(free),
                List.of("--default-address-pool=base=" + free.range() + ",size=24"));
    }

    /// One that can make networks and keeps those apart that are internal, by rules of the
    /// machine's firewall. Who removes its networks removes their rules.
    public static EngineDaemon withFirewall() throws IOException {
        Subnets free = Subnets.free();
        return start(
                Optional.of(free),
                List.of(FIREWALL, "--default-address-pool=base=" + free.range() + ",size=24"));
    }

    /// One that also listens at a port of the loopback address, by TLS, for who has a certificate.
    public static EngineDaemon withTls(int port, Path certificates) throws IOException {
        return start(
                Optional.empty(),
                List.of(
                        "--host=tcp://127.0.0.1:" + port,
                        "--tlsverify",
                        "--tlscacert=" + certificates.resolve("ca.pem"),
                        "--tlscert=" + certificates.resolve("server.pem"),
                        "--tlskey=" + certificates.resolve("server-key.pem")));
    }

    private static EngineDaemon start(Optional<Subnets> subnets, List<String> options)
            throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IOException(PROGRAM + " is missing: install the package docker.io");
        }
        var daemon = new EngineDaemon(OwnFolder.make(), subnets, options);
        Runtime.getRuntime().addShutdownHook(daemon.atExit);
        try {
            daemon.revive();
        } catch (IOException e) {
            daemon.close();
            throw e;
        }
        return daemon;
    }

    @Override
    public void revive() throws IOException {
        Path path = folder.path();
        var command = new ArrayList<>(List.of("/usr/bin/setsid", "--fork", PROGRAM.toString()));
        command.addAll(List.of("--data-root", path.resolve("data").toString()));
        command.addAll(List.of("--exec-root", path.resolve("exec").toString()));
        command.addAll(List.of("--pidfile", pidFile().toString()));
        command.addAll(List.of("--host", "unix://" + socket()));
        command.addAll(List.of("--bridge=none", "--ip6tables=false"));
        if (!options.contains(FIREWALL)) {
            command.add("--iptables=false");
        }
        command.addAll(List.of("--ip-forward=false", "--ip-masq=false", "--log-level=warn"));
        command.addAll(options);
        folder.startEngine(command, Map.of(), _ -> process(pidFile()).isPresent());
    }

    private Path pidFile() {
        return folder.path().resolve("pid");
    }

    @Override
    public Path socket() {
        return folder.socket();
    }

    /// What the daemon says about itself.
    public Path log() {
        return folder.log();
    }

    @Override
    public void crash() throws IOException {
        Optional<ProcessHandle> daemon = process(pidFile());
        daemon.ifPresent(ProcessHandle::destroyForcibly);
        daemon.ifPresent(OwnFolder::awaitEnd);
        Files.deleteIfExists(pidFile());
    }

    private static Optional<ProcessHandle> process(Path pidFile) throws IOException {
        String pid = Files.exists(pidFile) ? Files.readString(pidFile).strip() : "";
        return pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() {
        try {
            // Which one that crashed left to itself.
            Path own = folder.path().resolve("exec/containerd/containerd.pid");
            Optional<ProcessHandle> containers = process(own);
            List<String> bridges = bridges();
            process(pidFile()).ifPresent(EngineDaemon::end);
            containers.ifPresent(EngineDaemon::end);
            folder.endLeftovers();
            folder.remove();
            Subnets.remove(bridges);
            if (subnets.isPresent()) {
                subnets.get().release();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the engine in " + folder.path() + " stays", e);
        }
    }

    /// Those of networks whose subnets were named, which no range of ours tells: Docker names them
    /// after the first twelve letters of a network's id.
    private List<String> bridges() {
        return NETWORK.matcher(folder.ask("/networks"))
                .results()
                .map(id -> "br-" + id.group(1))
                .toList();
    }

    private static void end(ProcessHandle daemon) {
        List<ProcessHandle> all = new ArrayList<>(daemon.descendants().toList());
        daemon.destroy();
        OwnFolder.awaitEnd(daemon);
        all.add(daemon);
        all.forEach(ProcessHandle::destroyForcibly);
    }
}

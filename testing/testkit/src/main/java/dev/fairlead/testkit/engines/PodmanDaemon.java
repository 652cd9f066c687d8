package dev.fairlead.testkit.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Podman's service, which speaks Docker's API, with networks.
public final class PodmanDaemon implements TestEngine {
    private static final Path PROGRAM = Path.of("/usr/bin/podman");

    private final OwnFolder folder;
    private final Subnets subnets;
    private final Thread atExit = new Thread(this::stop, "engine-stop");
    private Optional<Process> service = Optional.empty();

    private PodmanDaemon(OwnFolder folder, Subnets subnets) {
        this.folder = folder;
        this.subnets = subnets;
    }

    /// Starts one, which speaks plain HTTP to that registry, and waits until it answers.
    public static PodmanDaemon start(String registry) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IOException(PROGRAM + " is missing: install the package podman");
        }
        var daemon = new PodmanDaemon(OwnFolder.make(), Subnets.free());
        daemon.configure(registry);
        Runtime.getRuntime().addShutdownHook(daemon.atExit);
        try {
            daemon.revive();
        } catch (IOException e) {
            daemon.close();
            throw e;
        }
        return daemon;
    }

    /// Without systemd, journald and the machine's own settings. Limits are named, since the usual
    /// ones are more than we may have set.
    private void configure(String registry) throws IOException {
        Files.writeString(
                settings(),
                """
                [containers]
                default_ulimits = ["nofile=1024:4096", "nproc=1000:1000"]
                log_driver = "k8s-file"
                [engine]
                init_path = "/usr/bin/tini-static"
                runtime = "runc"
                cgroup_manager = "cgroupfs"
                events_logger = "file"
                lock_type = "file"
                helper_binaries_dir = ["/usr/lib/podman", "/usr/libexec/podman"]
                infra_image = ""
                [network]
                network_backend = "netavark"
                network_config_dir = "%s"
                default_subnet = "%s255.0/24"
                default_subnet_pools = [{base = "%s", size = 24}]
                """
                        .formatted(
                                folder.path().resolve("networks"),
                                subnets.prefix(),
                                subnets.range()));
        Files.writeString(
                registries(),
                """
                unqualified-search-registries = ["%s"]
                [[registry]]
                location = "%s"
                insecure = true
                """
                        .formatted(registry, registry));
    }

    private Path settings() {
        return folder.path().resolve("containers.conf");
    }

    private Path registries() {
        return folder.path().resolve("registries.conf");
    }

    private List<String> command(String... words) {
        Path path = folder.path();
        var command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of("--root", path.resolve("data").toString()));
        command.addAll(List.of("--runroot", path.resolve("run").toString()));
        command.addAll(List.of("--tmpdir", path.resolve("tmp").toString()));
        command.addAll(List.of("--log-level", "warn"));
        command.addAll(List.of(words));
        return command;
    }

    private Map<String, String> environment() {
        return Map.of(
                "CONTAINERS_CONF", settings().toString(),
                "CONTAINERS_REGISTRIES_CONF", registries().toString(),
                "TMPDIR", folder.path().toString());
    }

    @Override
    public void revive() throws IOException {
        Files.deleteIfExists(socket());
        var command = command("system", "service", "--time=0", "unix://" + socket());
        service = Optional.of(folder.startEngine(command, environment(), Process::isAlive));
    }

    @Override
    public Path socket() {
        return folder.socket();
    }

    @Override
    public void crash() {
        service.ifPresent(each -> {
            each.destroyForcibly();
            OwnFolder.awaitEnd(each.toHandle());
        });
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() {
        try {
            OwnFolder.run(command("rm", "--all", "--force", "--time=0"), environment());
            OwnFolder.run(command("network", "prune", "--force"), environment());
            service.ifPresent(each -> {
                each.destroy();
                OwnFolder.awaitEnd(each.toHandle());
            });
            folder.endLeftovers();
            folder.remove();
            subnets.release();
        } catch (IOException e) {
            throw new IllegalStateException("the engine in " + folder.path() + " stays", e);
        }
    }
}

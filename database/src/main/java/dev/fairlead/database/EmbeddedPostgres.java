package dev.fairlead.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A durable PostgreSQL as a child process: on loopback, behind a random password, under a user of
/// its own, gone when this process is gone.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final String USER = "fairlead";

    private final Path home;
    private final Path binaries;
    private final String password;
    private final int port;
    private final Process process;
    private final CompletableFuture<?> exit;

    private EmbeddedPostgres(
            Path home, Path binaries, String password, int port, Process process, HomeLock lock) {
        this.home = home;
        this.binaries = binaries;
        this.password = password;
        this.port = port;
        this.process = process;
        this.exit = process.onExit().thenRun(lock::release);
    }

    /// Starts the one below `home`, made anew where there is none. Throws `IllegalStateException`
    /// with what to do when it cannot.
    public static EmbeddedPostgres start(Path home) {
        try {
            return start(home, freePort());
        } catch (IOException e) {
            throw new IllegalStateException("no free port on loopback", e);
        }
    }

    /// The same, on a port that is already known to others.
    public static EmbeddedPostgres start(Path home, int port) {
        try {
            Path absolute = home.toAbsolutePath();
            Files.createDirectories(absolute);
            Account account = Account.ofThisProcess();
            account.requireReach(absolute);
            EmbeddedPostgres server = launch(account, absolute, port);
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("cannot start PostgreSQL in " + home, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL started", e);
        }
    }

    private static EmbeddedPostgres launch(Account account, Path home, int port)
            throws IOException, InterruptedException {
        HomeLock lock = HomeLock.take(home);
        boolean launched = false;
        try {
            Path binaries = Binaries.unpack(home);
            Path data = home.resolve("data");
            String password = password(home, data);
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialize(account, binaries, home, data, password);
            }
            new DataLock(data).clear();
            Process process = launch(account, binaries, data, port);
            var server = new EmbeddedPostgres(home, binaries, password, port, process, lock);
            launched = true;
            return server;
        } finally {
            if (!launched) {
                lock.release();
            }
        }
    }

    private static String password(Path home, Path data) throws IOException {
        Path file = home.resolve("password");
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return Files.readString(file).strip();
        }
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        String password = HexFormat.of().formatHex(bytes);
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, password);
        return password;
    }

    /// A folder that a crash left half made is thrown away: `PG_VERSION` alone says that it is
    /// whole.
    private static void initialize(
            Account account, Path binaries, Path home, Path data, String password)
            throws IOException, InterruptedException {
        Path fresh = home.resolve("data.new");
        account.run(List.of("rm", "-rf", fresh.toString()));
        Files.createDirectories(fresh);
        Path passwordFile = Files.createTempFile(home, "pw", "");
        try {
            Files.writeString(passwordFile, password);
            account.own(fresh);
            account.own(passwordFile);
            account.runAs(
                    List.of(
                            binaries.resolve("bin/initdb").toString(),
                            "-D",
                            fresh.toString(),
                            "-U",
                            USER,
                            "-E",
                            "UTF8",
                            "--locale=C.UTF-8",
                            "--auth=scram-sha-256",
                            "--pwfile=" + passwordFile,
                            "--data-checksums",
                            "--no-instructions"));
        } finally {
            Files.delete(passwordFile);
        }
        account.run(List.of("rm", "-rf", data.toString()));
        Files.move(fresh, data);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process launch(Account account, Path binaries, Path data, int port)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(binaries.resolve("bin/postgres").toString());
        command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        for (String setting : settings()) {
            command.addAll(List.of("-c", setting));
        }
        Path log = data.resolveSibling("postgres.log");
        if (Files.exists(log) && Files.size(log) > 8L << 20) {
            Files.move(
                    log,
                    data.resolveSibling("postgres.log.1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        var started = new CompletableFuture<Process>();
        // The parent-death signal follows the thread that forks: this one lives as long as the
        // server.
        Thread.ofPlatform()
                .name("postgres")
                .daemon()
                .start(() -> {
                    try {
                        Process process = account.start(command, log);
                        started.complete(process);
                        process.waitFor();
                    } catch (IOException e) {
                        started.completeExceptionally(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        try {
            return started.get();
        } catch (ExecutionException e) {
            throw new IOException("cannot run PostgreSQL", e.getCause());
        }
    }

    /// Small, because it shares the machine with everything it serves.
    private static List<String> settings() {
        return List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=40",
                "shared_buffers=32MB",
                "wal_buffers=1MB",
                "max_wal_size=256MB",
                "min_wal_size=64MB",
                "jit=off",
                "max_worker_processes=2",
                "max_parallel_workers=0",
                "max_logical_replication_workers=0",
                "io_method=sync",
                "wal_compression=on",
                "log_min_messages=warning",
                "log_timezone=UTC",
                "timezone=UTC");
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_PATIENCE.toNanos();
        while (true) {
            if (listens() && answers()) {
                return;
            }
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new IOException("PostgreSQL did not start: see " + home + "/postgres.log");
            }
            process.waitFor(10, TimeUnit.MILLISECONDS);
        }
    }

    private boolean listens() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answers() {
        var login = new Properties();
        login.setProperty("user", USER);
        login.setProperty("password", password);
        try (var connection = DriverManager.getConnection(jdbcUrl(), login)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            LOG.debug("PostgreSQL not ready port={}", port, e);
            return false;
        }
    }

    private String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public int port() {
        return port;
    }

    /// The login that owns everything.
    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /// Ends when the server does, for whatever reason.
    public CompletableFuture<?> onExit() {
        return exit;
    }

    public long pid() {
        return process.pid();
    }

    public Path binaries() {
        return binaries;
    }

    /// Ends sessions and writes everything to disk ("fast" in PostgreSQL's words); by force when
    /// that takes too long, which loses nothing either.
    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
            if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            // The folder is free for the next one when this returns.
            exit.get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static boolean worldReachable(Path directory) throws IOException {
        return Files.getPosixFilePermissions(directory)
                .contains(PosixFilePermission.OTHERS_EXECUTE);
    }
}

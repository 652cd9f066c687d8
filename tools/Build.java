import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Builds what `fairlead up` and the commands start from: jars, their JVM options and AOT caches,
/// under `target/dist`.
public final class Build {
    private static final List<String> SERVER_OPTIONS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xms48m",
                    "-Xmn24m",
                    "-XX:MaxRAMPercentage=40",
                    "-XX:-DontCompileHugeMethods",
                    "-XX:ReservedCodeCacheSize=128m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Xss512k",
                    "-Djava.awt.headless=true",
                    "-Dvertx.disableDnsResolver=true",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");
    private static final List<String> CLI_OPTIONS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xms16m",
                    "-Djava.awt.headless=true",
                    "--enable-native-access=ALL-UNNAMED");

    private Build() {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        Path dist = home.resolve("target/dist");
        Files.createDirectories(dist);
        Path fresh = Files.createTempFile(dist, "stamp", "");
        long start = System.nanoTime();
        // Copies of libraries that are no longer used would stay on the class path.
        clear(home.resolve("server/target/lib"));
        clear(home.resolve("cli/target/lib"));
        compile(home);
        assemble(home, dist, "server", SERVER_OPTIONS);
        assemble(home, dist, "cli", CLI_OPTIONS);
        train(home, dist, "server", "dev.fairlead.server.Train");
        train(home, dist, "cli", "dev.fairlead.cli.Train");
        Files.move(fresh, dist.resolve("stamp"), StandardCopyOption.ATOMIC_MOVE);
        System.out.printf("fairlead: built in %.1f s%n", (System.nanoTime() - start) / 1e9);
    }

    private static void compile(Path home) throws IOException, InterruptedException {
        System.out.println("fairlead: building (the first time fetches libraries)");
        var tail = new ArrayDeque<String>();
        int code =
                Maven.run(
                        home,
                        line -> {
                            tail.add(line);
                            if (tail.size() > 60) {
                                tail.remove();
                            }
                            if (line.startsWith("[INFO] Building ") && !line.contains("jar:")) {
                                System.out.println("fairlead: " + line.substring(7).strip());
                            }
                        },
                        "package",
                        "-DskipTests",
                        "-Dmaven.test.skip=true",
                        "-pl",
                        "server,cli",
                        "-am");
        if (code != 0) {
            tail.forEach(System.out::println);
            System.out.println("fairlead: the build failed; the lines above say why");
            System.exit(70);
        }
    }

    /// Jars in one folder and an argument file for `java`; AOT caches want jars, and their order kept.
    private static void assemble(Path home, Path dist, String module, List<String> options)
            throws IOException {
        Path target = dist.resolve(module);
        Path lib = target.resolve("lib");
        clear(lib);
        Files.createDirectories(lib);
        var jars = new ArrayList<Path>();
        try (Stream<Path> all = Files.list(home.resolve(module + "/target/lib"))) {
            jars.addAll(all.sorted().toList());
        }
        jars.add(home.resolve(module + "/target/" + module + "-0.1.0-SNAPSHOT.jar"));
        var classPath = new ArrayList<String>();
        for (Path jar : jars) {
            Path copy = lib.resolve(jar.getFileName());
            Files.copy(jar, copy, StandardCopyOption.COPY_ATTRIBUTES);
            classPath.add(copy.toString());
        }
        var lines = new ArrayList<>(options);
        Path cache = target.resolve("startup.aot");
        Files.deleteIfExists(cache);
        lines.add("-cp \"" + String.join(":", classPath) + "\"");
        Files.write(target.resolve("train.options"), lines);
        lines.add("-XX:AOTCache=\"" + cache + "\"");
        lines.add("-Xlog:aot=off,cds=off");
        Files.write(target.resolve("jvm.options"), lines);
    }

    private static void clear(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> all = Files.list(directory)) {
                for (Path file : all.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /// A start that is slower without its cache is still a start: a failed training is told, not fatal.
    private static void train(Path home, Path dist, String module, String mainClass)
            throws IOException, InterruptedException {
        System.out.println("fairlead: preparing a fast start of the " + module);
        Path target = dist.resolve(module);
        Path log = target.resolve("train.log");
        var process =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "@" + target.resolve("train.options"),
                                "-XX:AOTCacheOutput=" + target.resolve("startup.aot"),
                                "-Xlog:aot=off,cds=off",
                                "-Dfairlead.home=" + home,
                                mainClass)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        if (!Files.exists(target.resolve("startup.aot"))) {
            System.out.println("fairlead: no start-up cache (see " + log + "); starts will be slower");
        }
    }
}

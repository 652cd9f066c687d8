import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `fairlead bench …`: installs the load generators that are missing, builds `testing/benchmarks` and
/// what it measures, and runs it.
public final class Bench {
    private Bench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path home = Path.of(args[0]);
        new AptTools()
                .ensure(
                        List.of(
                                new AptTools.Tool("/usr/bin/wrk", "wrk"),
                                new AptTools.Tool("/usr/bin/h2load", "nghttp2-client"),
                                new AptTools.Tool("/usr/bin/caddy", "caddy"),
                                new AptTools.Tool("/usr/sbin/nginx", "nginx-light"),
                                new AptTools.Tool("/usr/sbin/dockerd", "docker.io"),
                                new AptTools.Tool(
                                        "/usr/share/doc/busybox-static", "busybox-static")),
                        AptTools.FOR_LAMBDA);
        run(List.of(home.resolve("fairlead").toString(), "--version"));
        var tail = new ArrayList<String>();
        int built =
                Maven.run(
                        home,
                        tail::add,
                        "package",
                        "-Dmaven.test.skip=true",
                        "-pl",
                        "testing/benchmarks",
                        "-am");
        if (built != 0) {
            tail.forEach(System.out::println);
            System.exit(70);
        }
        Path target = home.resolve("testing/benchmarks/target");
        var command =
                new ArrayList<>(
                        List.of(
                                System.getProperty("java.home") + "/bin/java",
                                "-Dfairlead.home=" + home,
                                "-cp",
                                classPath(target),
                                "dev.fairlead.benchmarks.Benchmarks"));
        command.addAll(List.of(args).subList(1, args.length));
        System.exit(run(command));
    }

    private static String classPath(Path target) throws IOException {
        try (Stream<Path> jars = Files.list(target.resolve("lib"))) {
            return target.resolve("classes") + "/:" + String.join(":", jars.map(Path::toString).toList());
        }
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}

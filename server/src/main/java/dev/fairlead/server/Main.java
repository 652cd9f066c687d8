package dev.fairlead.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// `fairlead up`: starts the server, says where it is, and stops it in peace on a signal.
public final class Main {
    static final String VERSION = "0.1.0";
    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(90);

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        if (List.of(args).contains("--help") || List.of(args).contains("-h")) {
            System.out.println(Settings.USAGE);
            return;
        }
        try {
            Path home = Path.of(System.getProperty("fairlead.home", "."));
            run(Settings.parse(List.of(args), System.getenv(), home));
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println("fairlead: " + e.getMessage());
            System.exit(e instanceof IllegalArgumentException ? 2 : 1);
        }
    }

    private static void run(Settings settings) throws InterruptedException {
        var server = new Server(settings, Clock.systemUTC());
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    server.close();
                                    stopped.countDown();
                                },
                                "stop"));
        server.start();
        if (!server.awaitControl(DATABASE_PATIENCE)) {
            System.err.println(
                    "fairlead: no database yet; live functions answer, the API does not");
        }
        demo(settings, server);
        System.out.println("ready " + server.url());
        System.out.flush();
        nextSteps(server.url(), settings);
        stopped.await();
    }

    private static void demo(Settings settings, Server server) throws InterruptedException {
        if (settings.demo() && server.control().isPresent()) {
            try {
                Path examples = settings.home().resolve("examples");
                new Demo(server.control().get(), examples, server.url(), System.err).run();
            } catch (IOException e) {
                System.err.println("fairlead: the demo could not be deployed: " + e);
            }
        }
    }

    private static void nextSteps(String url, Settings settings) {
        String fairlead = settings.home().resolve("fairlead").toString();
        System.err.println("next steps, from another terminal:");
        if (settings.demo()) {
            System.err.println("  curl '" + url + "/fn/demo/hello?name=Ada'");
        }
        System.err.println(
                "  " + fairlead + " create my-function && " + fairlead + " deploy my-function");
        System.err.println("  " + fairlead + " list");
    }
}

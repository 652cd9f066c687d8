package dev.fairlead.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Runs once when the AOT cache is made, so that the classes of the usual commands are in it: they
/// ask a small server of this class, which answers what Fairlead would.
public final class Train {
    private static final String FUNCTION =
            """
            {"id":"svc_01","project":"train","name":"hello","url":"http://localhost/fn/train/hello",
             "language":"javascript","liveVersion":1,"limits":{},"samples":false,"revision":1,
             "createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z"}\
            """;
    private static final String DEPLOYMENT =
            """
            {"id":"dep_01","functionId":"svc_01","state":"ACTIVE","language":"javascript",
             "sourceHash":"00","version":1,"phases":[],"createdAt":"2026-01-01T00:00:00Z"}\
            """;

    private Train() {}

    public static void main(String[] args) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", Train::answer);
        server.start();
        Path source = Files.createTempFile("hello", ".js");
        try {
            var nowhere =
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
            var environment =
                    Map.of(
                            "FAIRLEAD_URL",
                            "http://127.0.0.1:" + server.getAddress().getPort(),
                            "FAIRLEAD_TOKEN",
                            "train");
            for (String command :
                    new String[] {
                        "--help",
                        "deploy --help",
                        "deploy " + source + " --project train --name hello",
                        "list --project train",
                        "invoke hello --project train"
                    }) {
                Main.commandLine(nowhere, nowhere, environment).execute(command.split(" ", -1));
            }
        } finally {
            Files.delete(source);
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean log = path.endsWith("/log");
        String body = "{\"items\":[" + FUNCTION + "]}";
        if (log) {
            String end = DEPLOYMENT.replace("\n", "");
            body = "data: {\"text\":\"compiling\"}\n\nevent: end\ndata: " + end + "\n\n";
        } else if (exchange.getRequestMethod().equals("POST")) {
            body = DEPLOYMENT;
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders()
                .set("content-type", log ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}

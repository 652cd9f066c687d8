package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A real nginx: behind us as an upstream with files, and before us as an edge.
class NginxTest {
    private static final Installation FAIRLEAD =
            Installation.fresh(
                            Map.of(
                                    "FAIRLEAD_UPSTREAMS",
                                    "127.0.0.1",
                                    "FAIRLEAD_TRUSTED_PROXIES",
                                    "127.0.0.1"))
                    .ready();

    @TempDir private Path folder;

    @AfterAll
    static void stop() {
        FAIRLEAD.close();
    }

    /// Runs until it is closed, with what one location says.
    private final class Nginx implements AutoCloseable {
        private final int port = Pebble.freePort();
        private final Process process;

        Nginx(String location) throws IOException {
            Path home = Files.createTempDirectory(folder, "nginx");
            Path file = home.resolve("nginx.conf");
            Files.writeString(
                    file,
                    """
                    daemon off;
                    user root;
                    worker_processes 1;
                    pid %1$s/pid;
                    error_log %1$s/error.log;
                    events { worker_connections 256; }
                    http {
                      access_log off;
                      client_body_temp_path %1$s/a; proxy_temp_path %1$s/b;
                      fastcgi_temp_path %1$s/c; uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
                      server { listen 127.0.0.1:%2$d; location / { %3$s } }
                    }
                    """
                            .formatted(home, port, location));
            process =
                    new ProcessBuilder(
                                    "/usr/sbin/nginx", "-p", home.toString(), "-c", file.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(home.resolve("log").toFile())
                            .start();
            Installation.await(() -> listens() || !process.isAlive(), "nginx");
            assertThat(process.isAlive()).as(Files.readString(home.resolve("log"))).isTrue();
        }

        private boolean listens() {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }

        String url() {
            return "http://127.0.0.1:" + port;
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }

    @Test
    void its_files_come_through_us_as_it_gives_them() throws Exception {
        // Given
        String text = "All that is gold does not glitter.\n".repeat(100);
        Files.writeString(folder.resolve("text.txt"), text);
        String location = "root " + folder + "; gzip on; gzip_types text/plain; gzip_min_length 1;";
        String id = FAIRLEAD.service("behind", "web", "proxy");
        String path = "/fn/behind/web/text.txt";
        try (var nginx = new Nginx(location)) {
            deploy(id, nginx.url());
            // When
            Reply whole = FAIRLEAD.get(path);
            String etag = whole.whole().headers().firstValue("etag").orElseThrow();
            Reply part = send("GET", path, "range", "bytes=4-6");
            Reply known = send("GET", path, "if-none-match", etag);
            Reply head = send("HEAD", path);
            Reply coded = send("GET", path, "accept-encoding", "gzip");
            Reply missing = FAIRLEAD.get("/fn/behind/web/other.txt");
            // Then
            assertThat(whole.body()).isEqualTo(text);
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.body()).isEqualTo("tha");
            assertThat(known.status()).isEqualTo(304);
            assertThat(head.body()).isEmpty();
            assertThat(head.whole().headers().firstValueAsLong("content-length"))
                    .hasValue(text.length());
            assertThat(coded.whole().headers().firstValue("content-encoding")).contains("gzip");
            assertThat(coded.whole().body().length).isLessThan(text.length());
            assertThat(missing.status()).isEqualTo(404);
            assertThat(missing.body()).contains("nginx");
        }
        Installation.await(() -> FAIRLEAD.get(path).status() == 503, "nobody answers");
    }

    private static Reply send(String method, String path, String... headers) {
        return FAIRLEAD.send(method, path, new byte[0], headers);
    }

    private static void deploy(String id, String target) {
        Reply reply =
                FAIRLEAD.api(
                        "POST",
                        "/functions/" + id + "/deployments",
                        Installation.JSON
                                .writeValueAsString(Map.of("targets", List.of(target)))
                                .getBytes(StandardCharsets.UTF_8),
                        "application/vnd.fairlead.upstream+json");
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        Installation.await(
                () -> FAIRLEAD.deployment(id).path("state").asString().equals("active"),
                "the upstream");
    }

    @Test
    void before_us_it_says_who_the_client_is() throws Exception {
        // Given
        FAIRLEAD.javascript(
                "edge",
                "who",
                "export default (r) => ({status: 200, body: r.headers['x-forwarded-for']})");
        String location =
                "proxy_pass http://127.0.0.1:"
                        + FAIRLEAD.port()
                        + "; proxy_http_version 1.1; proxy_set_header Host $http_host;"
                        + " proxy_set_header X-Forwarded-For $remote_addr;"
                        + " proxy_set_header X-Forwarded-Proto $scheme;";
        try (var nginx = new Nginx(location);
                HttpClient client =
                        HttpClient.newBuilder()
                                .localAddress(InetAddress.getByName("127.0.0.9"))
                                .build()) {
            // When
            var request =
                    HttpRequest.newBuilder(URI.create(nginx.url() + "/fn/edge/who"))
                            .header("x-forwarded-for", "203.0.113.7")
                            .build();
            String who = client.send(request, BodyHandlers.ofString()).body();
            // Then
            assertThat(who).isEqualTo("127.0.0.9");
        }
    }
}

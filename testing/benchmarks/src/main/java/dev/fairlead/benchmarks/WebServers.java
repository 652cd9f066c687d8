package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.measuring.Processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// nginx and Caddy, as somebody sets them up who wants them fast, on loopback.
final class WebServers {
    private final Processes processes;
    private final Path folder;

    WebServers(Processes processes) {
        this.processes = processes;
        this.folder = processes.folder();
    }

    /// `location` is what it does with every path, `above` what is said besides.
    Process nginx(String name, int port, String location, String above) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Path config = home.resolve("nginx.conf");
        Files.writeString(
                config,
                """
                daemon off;
                user root;
                worker_processes auto;
                pid %1$s/pid;
                error_log %1$s/error.log;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c;
                  uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
                  keepalive_requests 1000000000;
                  %2$s
                  server { listen 127.0.0.1:%3$d; location / { %4$s } }
                }
                """
                        .formatted(home, above, port, location));
        var command = List.of("nginx", "-p", home.toString(), "-c", config.toString());
        return processes.start(name, Map.of(), command);
    }

    /// `site` is what it does with every path.
    Process caddy(String name, int port, String site) throws IOException {
        Path config = folder.resolve("Caddyfile-" + name);
        Files.writeString(
                config,
                """
                {
                admin off
                auto_https off
                }
                http://:%d {
                bind 127.0.0.1
                %s
                }
                """
                        .formatted(port, site));
        return processes.start(
                "caddy-" + name,
                Map.of(),
                List.of("caddy", "run", "--config", config.toString(), "--adapter", "caddyfile"));
    }
}

package dev.fairlead.cli.domains;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.Map;

/// `edges`: what a web server of one's own before Fairlead is configured with.
@Command(
        name = "edges",
        description = "Print the configuration of a Traefik or Caddy that stands before Fairlead.",
        footer = {
            "",
            "Example: fairlead edges caddy --servers http://10.0.0.5:8080",
            "Example: fairlead edges traefik --resolver letsencrypt"
        })
public final class EdgesCommand {
    /// Where the web server finds Fairlead.
    static final class Servers {
        @Option(
                names = "--servers",
                paramLabel = "URL,...",
                description =
                        "where it finds Fairlead, by plain http (default: where the server says"
                                + " it is)")
        private @Nullable String servers;

        Map<String, @Nullable String> query() {
            var query = new LinkedHashMap<String, @Nullable String>();
            query.put("servers", servers);
            return query;
        }
    }

    @Command(
            name = "traefik",
            description = "What Traefik's HTTP provider reads: a router for each proven domain.",
            footer = {"", "Example: fairlead edges traefik --resolver letsencrypt"})
    Integer traefik(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "servers") Servers servers,
            @Option(
                            names = "--resolver",
                            paramLabel = "NAME",
                            description = "Traefik's certificate resolver (default: none)")
                    @Nullable String resolver,
            @Option(
                            names = "--entry-point",
                            paramLabel = "NAME",
                            description = "Traefik's for https (default: websecure)")
                    @Nullable String secure,
            @Option(
                            names = "--plain-entry-point",
                            paramLabel = "NAME",
                            description = "Traefik's for http (default: web)")
                    @Nullable String plain,
            @Option(
                            names = "--installation",
                            description = "of all organizations, for an administrator")
                    boolean installation) {
        Map<String, @Nullable String> query = servers.query();
        query.put("resolver", resolver);
        query.put("entryPoint", secure);
        query.put("plainEntryPoint", plain);
        String path = installation ? "/installation/edges/traefik" : "/edges/traefik";
        return printed(terminal, path + ApiClient.query(query));
    }

    @Command(
            name = "caddy",
            description =
                    "What Caddy is started with: every name to Fairlead, and certificates on"
                            + " demand for proven ones.",
            footer = {"", "Example: fairlead edges caddy --contact ada@example.org"})
    Integer caddy(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "servers") Servers servers,
            @Option(
                            names = "--issuer",
                            paramLabel = "ISSUER",
                            description = "acme (default), or internal: Caddy's own authority")
                    @Nullable String issuer,
            @Option(
                            names = "--contact",
                            paramLabel = "EMAIL",
                            description = "the address that the authority may write to")
                    @Nullable String contact,
            @Option(
                            names = "--http-port",
                            paramLabel = "PORT",
                            description = "where it listens for http (default: 80)")
                    @Nullable String http,
            @Option(
                            names = "--https-port",
                            paramLabel = "PORT",
                            description = "where it listens for https (default: 443)")
                    @Nullable String https) {
        Map<String, @Nullable String> query = servers.query();
        query.put("issuer", issuer);
        query.put("contact", contact);
        query.put("httpPort", http);
        query.put("httpsPort", https);
        return printed(terminal, "/edges/caddy" + ApiClient.query(query));
    }

    /// It is for a machine whatever the format.
    private static Integer printed(Terminal terminal, String path) {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.get(path);
        if (!terminal.printed(api, call)) {
            terminal.out().println(api.pretty(api.send(call)));
        }
        return ExitCode.OK.number();
    }
}

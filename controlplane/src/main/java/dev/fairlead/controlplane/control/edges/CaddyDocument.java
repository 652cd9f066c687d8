package dev.fairlead.controlplane.control.edges;

import dev.fairlead.dataplane.addresses.EdgeQuestion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What Caddy 2 is started with: one route for every name, to our gateways, and certificates for
/// the names that these say are proven, when they are first asked for. It names no domain, so it
/// stays as it is: a reload would cut connections.
public final class CaddyDocument {
    private final Gateways gateways;
    private final Ways ways;

    public CaddyDocument(Gateways gateways, Ways ways) {
        this.gateways = gateways;
        this.ways = ways;
    }

    /// The ports where it listens, and who gives it certificates: Caddy itself, or an authority
    /// that may write to `contact`.
    public record Ways(int httpPort, int httpsPort, boolean internal, Optional<String> contact) {}

    public Map<String, Object> json() {
        var apps = new LinkedHashMap<String, Object>();
        apps.put("http", http());
        apps.put("tls", tls());
        if (ways.internal()) {
            apps.put(
                    "pki",
                    Map.of(
                            "certificate_authorities",
                            Map.of("local", Map.of("install_trust", false))));
        }
        return Map.of("apps", apps);
    }

    private Map<String, Object> http() {
        var servers = new LinkedHashMap<String, Object>();
        servers.put("fairlead", server(ways.httpsPort(), true));
        // Whether a name's plain requests go to https the gateway knows.
        servers.put("fairlead-plain", server(ways.httpPort(), false));
        var http = new LinkedHashMap<String, Object>();
        http.put("http_port", ways.httpPort());
        http.put("https_port", ways.httpsPort());
        http.put("servers", servers);
        return http;
    }

    private Map<String, Object> server(int port, boolean tls) {
        var server = new LinkedHashMap<String, Object>();
        server.put("listen", List.of(":" + port));
        server.put("routes", List.of(Map.of("handle", List.of(proxy()))));
        if (tls) {
            server.put("tls_connection_policies", List.of(Map.of()));
        }
        server.put("automatic_https", Map.of("disable_redirects", true));
        return server;
    }

    private Map<String, Object> proxy() {
        var proxy = new LinkedHashMap<String, Object>();
        proxy.put("handler", "reverse_proxy");
        proxy.put(
                "upstreams", gateways.dialled().stream().map(one -> Map.of("dial", one)).toList());
        // Events go on as they come.
        proxy.put("flush_interval", -1);
        if (gateways.several()) {
            proxy.put("load_balancing", Map.of("selection_policy", Map.of("policy", "least_conn")));
            proxy.put("health_checks", Map.of("active", active()));
        }
        return proxy;
    }

    private static Map<String, Object> active() {
        var active = new LinkedHashMap<String, Object>();
        active.put("uri", "/healthz");
        active.put("interval", "2s");
        active.put("timeout", "1s");
        return active;
    }

    private Map<String, Object> tls() {
        var policy = new LinkedHashMap<String, Object>();
        policy.put("on_demand", true);
        if (ways.internal() || ways.contact().isPresent()) {
            var issuer = new LinkedHashMap<String, Object>();
            issuer.put("module", ways.internal() ? "internal" : "acme");
            if (!ways.internal()) {
                issuer.put("email", ways.contact().orElseThrow());
            }
            policy.put("issuers", List.of(issuer));
        }
        var automation = new LinkedHashMap<String, Object>();
        automation.put("policies", List.of(policy));
        automation.put(
                "on_demand", Map.of("ask", gateways.addresses().getFirst() + EdgeQuestion.PATH));
        return Map.of("automation", automation);
    }
}

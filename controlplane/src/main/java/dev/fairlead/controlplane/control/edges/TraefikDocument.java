package dev.fairlead.controlplane.control.edges;

import dev.fairlead.controlplane.store.domains.EdgeStore.Proven;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.errors.InvalidValue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What Traefik 3 reads from its HTTP provider: a router for each name by https and one by http,
/// and one service, our gateways. Nothing in it is empty: Traefik refuses empty sections.
public final class TraefikDocument {
    private static final String SERVICE = "fairlead";
    private static final String TO_HTTPS = "fairlead-https";
    private static final String LABEL = "[a-z0-9_-]+";

    // Traefik's own order is by the length of a rule, by which a wildcard would win.
    private static final int WILDCARD = 10;
    private static final int EXACT = 20;
    private static final int REDIRECT = 5;

    private final Gateways gateways;
    private final Ways ways;

    public TraefikDocument(Gateways gateways, Ways ways) {
        this.gateways = gateways;
        this.ways = ways;
    }

    /// What Traefik's own settings call its entry points for https and http, and who gets it
    /// certificates; without one it has them from elsewhere.
    public record Ways(String secure, String plain, Optional<String> resolver) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

        public Ways {
            check(secure);
            check(plain);
            resolver.ifPresent(Ways::check);
        }

        private static void check(String name) {
            if (!NAME.matcher(name).matches()) {
                throw new InvalidValue("name", "1-64 of letters, digits, '-' and '_'");
            }
        }
    }

    public Map<String, Object> of(List<Proven> names) {
        var routers = new LinkedHashMap<String, Object>();
        for (Proven one : names) {
            add(routers, one);
        }
        var http = new LinkedHashMap<String, Object>();
        if (!routers.isEmpty()) {
            http.put("routers", routers);
        }
        http.put("services", Map.of(SERVICE, Map.of("loadBalancer", balancer())));
        if (names.stream().anyMatch(Proven::redirectToHttps)) {
            http.put(
                    "middlewares",
                    Map.of(
                            TO_HTTPS,
                            Map.of(
                                    "redirectScheme",
                                    ordered("scheme", "https", "permanent", true))));
        }
        return Map.of("http", http);
    }

    private static Map<String, Object> ordered(Object... pairs) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    private Map<String, Object> balancer() {
        Map<String, Object> balancer =
                ordered(
                        "servers",
                        gateways.addresses().stream()
                                .map(one -> Map.of("url", one.toString()))
                                .toList(),
                        "passHostHeader",
                        true);
        if (gateways.several()) {
            balancer.put(
                    "healthCheck", ordered("path", "/healthz", "interval", "2s", "timeout", "1s"));
        }
        return balancer;
    }

    private void add(Map<String, Object> routers, Proven one) {
        DomainName name = one.name();
        String key = "fairlead-" + name.text().replace('*', '_');
        String rule = rule(name);
        int priority = name.wildcard() ? WILDCARD : EXACT;
        Map<String, Object> secure = router(ways.secure(), rule, priority);
        secure.put("tls", tls(name));
        routers.put(key, secure);
        routers.put(key + "_plain", router(ways.plain(), rule, priority));
        if (one.redirectToHttps()) {
            // Challenges and proofs are read by http.
            Map<String, Object> redirect =
                    router(
                            ways.plain(),
                            rule + " && !PathPrefix(`/.well-known/`)",
                            priority + REDIRECT);
            redirect.put("middlewares", List.of(TO_HTTPS));
            routers.put(key + "_redirect", redirect);
        }
    }

    private static Map<String, Object> router(String entryPoint, String rule, int priority) {
        return ordered(
                "entryPoints",
                List.of(entryPoint),
                "rule",
                rule,
                "priority",
                priority,
                "service",
                SERVICE);
    }

    private static String rule(DomainName name) {
        return name.wildcard()
                ? "HostRegexp(`^" + LABEL + "\\." + name.base().replace(".", "\\.") + "$`)"
                : "Host(`" + name.text() + "`)";
    }

    /// Of a rule with a pattern Traefik cannot tell what certificate it needs.
    private Map<String, Object> tls(DomainName name) {
        var tls = new LinkedHashMap<String, Object>();
        ways.resolver().ifPresent(resolver -> tls.put("certResolver", resolver));
        if (name.wildcard() && ways.resolver().isPresent()) {
            tls.put("domains", List.of(Map.of("main", name.text())));
        }
        return tls;
    }
}

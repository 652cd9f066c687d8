package dev.fairlead.builders.languages;

import java.net.URI;

/// Where packages of npm come from, and how many bytes of installed ones are kept for each tenant.
public record NpmSettings(URI registry, long cacheBytes) {
    public static final NpmSettings PUBLIC =
            new NpmSettings(URI.create("https://registry.npmjs.org/"), 1L << 30);

    public NpmSettings {
        boolean plain = registry.getHost() != null && registry.getRawUserInfo() == null;
        if (!plain
                || !("https".equals(registry.getScheme()) || "http".equals(registry.getScheme()))) {
            throw new IllegalArgumentException("not the address of a registry: " + registry);
        }
        if (!registry.getRawPath().endsWith("/")) {
            registry = URI.create(registry + "/");
        }
    }

    /// The one server that an installation reaches, as `name:port`.
    public String host() {
        int port = registry.getPort();
        int usual = "https".equals(registry.getScheme()) ? 443 : 80;
        return registry.getHost() + ":" + (port < 0 ? usual : port);
    }
}

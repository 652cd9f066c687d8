package dev.fairlead.builders.languages;

import java.net.URI;

/// Where packages of npm come from, by https, and how many bytes of installed ones are kept for
/// each tenant.
public record NpmSettings(URI registry, long cacheBytes) {
    public static final NpmSettings PUBLIC =
            new NpmSettings(URI.create("https://registry.npmjs.org/"), 1L << 30);

    public NpmSettings {
        boolean named = registry.getHost() != null && registry.getRawUserInfo() == null;
        if (!named || !"https".equals(registry.getScheme())) {
            throw new IllegalArgumentException("not the https address of a registry: " + registry);
        }
        if (!registry.getRawPath().endsWith("/")) {
            registry = URI.create(registry + "/");
        }
    }

    /// The one server that an installation reaches, as `name:port`.
    public String host() {
        int port = registry.getPort();
        return registry.getHost() + ":" + (port < 0 ? 443 : port);
    }
}

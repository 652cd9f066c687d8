package dev.fairlead.server.caching;

import dev.fairlead.controlplane.control.caching.Cdns;
import dev.fairlead.dataplane.cache.CacheLimits;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/// How much of answers is kept, in bytes, and where the interfaces of CDNs are.
public record CachingSettings(long memoryBytes, long diskBytes, Cdns.Roots roots) {
    private static final long MIB = 1 << 20;
    private static final long MOST_MIB = 1 << 20;

    /// Throws `IllegalArgumentException` with what to write instead.
    public static CachingSettings parse(Map<String, String> environment) {
        return new CachingSettings(
                mib(environment, "FAIRLEAD_CACHE_MEMORY_MIB", 64) * MIB,
                mib(environment, "FAIRLEAD_CACHE_DISK_MIB", 1024) * MIB,
                new Cdns.Roots(
                        root(environment, "FAIRLEAD_FASTLY_URL", Cdns.Roots.STANDARD.fastly()),
                        root(
                                environment,
                                "FAIRLEAD_CLOUDFLARE_URL",
                                Cdns.Roots.STANDARD.cloudflare())));
    }

    private static long mib(Map<String, String> environment, String name, long standard) {
        String text = environment.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            return standard;
        }
        try {
            long mib = Long.parseLong(text);
            if (mib >= 0 && mib <= MOST_MIB) {
                return mib;
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw new IllegalArgumentException(name + ": use 0 to " + MOST_MIB + ", not " + text);
    }

    private static URI root(Map<String, String> environment, String name, URI standard) {
        String text = environment.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            return standard;
        }
        try {
            URI root = URI.create(text);
            if (root.getHost() != null
                    && ("https".equals(root.getScheme()) || "http".equals(root.getScheme()))) {
                return root;
            }
        } catch (IllegalArgumentException e) {
            // refused below, like one of another form
        }
        throw new IllegalArgumentException(name + ": use a URL such as " + standard);
    }

    /// Files are kept below `directory`.
    public CacheLimits limits(Path directory) {
        return new CacheLimits(memoryBytes, diskBytes, directory);
    }
}

package dev.fairlead.builders.parsing;

import java.util.Set;
import java.util.TreeSet;

/// Why something that a script imports is not there.
public final class NodeModules {
    private static final Set<String> BUILT_IN =
            Set.of(
                    "assert",
                    "async_hooks",
                    "buffer",
                    "child_process",
                    "cluster",
                    "console",
                    "constants",
                    "crypto",
                    "dgram",
                    "diagnostics_channel",
                    "dns",
                    "domain",
                    "events",
                    "fs",
                    "http",
                    "http2",
                    "https",
                    "inspector",
                    "module",
                    "net",
                    "os",
                    "path",
                    "perf_hooks",
                    "process",
                    "punycode",
                    "querystring",
                    "readline",
                    "repl",
                    "stream",
                    "string_decoder",
                    "timers",
                    "tls",
                    "tty",
                    "url",
                    "util",
                    "v8",
                    "vm",
                    "wasi",
                    "worker_threads",
                    "zlib");

    private NodeModules() {}

    /// Of the modules that Node.js brings along.
    static Set<String> names() {
        return new TreeSet<>(BUILT_IN);
    }

    /// As a sentence without its full stop.
    public static String missing(String specifier) {
        if (Scripts.relative(specifier) || specifier.startsWith("/")) {
            return "there is no file \"" + specifier + "\"";
        }
        String first = specifier.split("/", 2)[0];
        if (specifier.startsWith("node:") || BUILT_IN.contains(first)) {
            return "\"" + specifier + "\" is a module of Node.js, which functions do not have";
        }
        return "the npm package \""
                + specifier
                + "\" is not there: name it in the dependencies of package.json";
    }
}

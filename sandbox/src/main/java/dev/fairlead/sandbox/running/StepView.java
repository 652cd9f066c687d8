package dev.fairlead.sandbox.running;

import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.inside.Forwarder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a step finds inside, the same in every sandbox.
public final class StepView {
    /// Beside `/usr`: folders, or links into it.
    public static final List<String> SYSTEM_FOLDERS =
            List.of("bin", "lib", "lib32", "lib64", "sbin");

    /// What is shown of `/etc`.
    public static final List<String> ETC =
            List.of("ssl/certs", "ssl/openssl.cnf", "alternatives", "ld.so.cache", "ld.so.conf");

    /// Where our own part is.
    public static final String OURS = "/run/fairlead/";

    public static final long SHARED_MEMORY = 64L << 20;

    private static final String AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";

    private StepView() {}

    /// All of a step's environment; `proxied` where it has a way out.
    public static Map<String, String> environment(Step step, boolean proxied) {
        var all = new HashMap<>(step.environment());
        all.putIfAbsent("PATH", "/usr/bin:/bin");
        if (proxied) {
            String address = "http://127.0.0.1:" + Forwarder.PORT;
            for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")) {
                all.put(name, address);
            }
            all.put("npm_config_proxy", address);
            all.put("npm_config_https_proxy", address);
            // Whom the machine trusts, Node.js does too.
            if (Files.exists(Path.of(AUTHORITIES))) {
                all.putIfAbsent("NODE_EXTRA_CA_CERTS", AUTHORITIES);
            }
        }
        all.putAll(Map.of("HOME", Step.WORK, "LANG", "C.UTF-8"));
        return all;
    }

    /// The beginning of a command that reaches the proxy at `OURS`.
    public static List<String> forwarder() {
        return List.of(
                OURS + "java/bin/java",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Xmx16m",
                "-cp",
                OURS + "forwarder",
                Forwarder.class.getName(),
                OURS + "proxy");
    }

    /// What the sandbox itself needs is not the step's.
    public static int processes(Step step) {
        return step.limits().processes() + (step.hosts().isEmpty() ? 8 : 160);
    }

    /// How much `/tmp` holds.
    public static long temporaryBytes(Step step) {
        return Math.min(step.limits().diskBytes(), step.limits().memoryBytes() / 2);
    }
}

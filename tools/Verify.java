import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Installs the test tools that are missing, builds, runs every test and every check, and counts.
/// Exits 0 only when nothing failed and nothing was left out.
public final class Verify {
    /// Tests of which there is no report.
    private static final Pattern CRASH =
            Pattern.compile("forked VM terminated|timeout or other error in the fork|Crashed tests");

    private Verify() {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        boolean quick = List.of(args).contains("--quick");
        if (!quick) {
            new AptTools()
                    .ensure(
                            List.of(
                                    new AptTools.Tool("/usr/lib/postgresql", "postgresql"),
                                    new AptTools.Tool("/usr/bin/bwrap", "bubblewrap"),
                                    new AptTools.Tool("/usr/sbin/dockerd", "docker.io"),
                                    new AptTools.Tool("/usr/bin/podman", "podman"),
                                    new AptTools.Tool("/usr/lib/podman/netavark", "netavark"),
                                    new AptTools.Tool("/usr/lib/podman/aardvark-dns", "aardvark-dns"),
                                    new AptTools.Tool("/usr/bin/docker-registry", "docker-registry"),
                                    new AptTools.Tool(
                                            "/usr/share/doc/busybox-static", "busybox-static"),
                                    new AptTools.Tool("/usr/bin/chromium", "chromium"),
                                    new AptTools.Tool("/usr/bin/pebble", "pebble"),
                                    new AptTools.Tool("/usr/bin/caddy", "caddy"),
                                    new AptTools.Tool("/usr/sbin/named", "bind9"),
                                    new AptTools.Tool("/usr/bin/nsupdate", "bind9-dnsutils"),
                                    new AptTools.Tool("/usr/bin/openssl", "openssl"),
                                    new AptTools.Tool("/usr/bin/curl", "curl"),
                                    new AptTools.Tool("/usr/sbin/nginx", "nginx-light"),
                                    new AptTools.Tool("/usr/bin/chromedriver", "chromium-driver"),
                                    new AptTools.Tool("/usr/bin/clang++-19", "clang-19"),
                                    new AptTools.Tool("/usr/bin/wasm-ld-19", "lld-19"),
                                    new AptTools.Tool(
                                            "/usr/lib/llvm-19/lib/clang/19/lib/wasi",
                                            "libclang-rt-19-dev-wasm32"),
                                    new AptTools.Tool("/usr/lib/wasm32-wasi/libc.a", "wasi-libc"),
                                    new AptTools.Tool(
                                            "/usr/lib/wasm32-wasi/libc++.a", "libc++-19-dev-wasm32"),
                                    new AptTools.Tool("/usr/bin/rustc", "rustc"),
                                    new AptTools.Tool("/usr/bin/cargo", "cargo"),
                                    new AptTools.Tool("/usr/bin/wasm-ld-14", "lld-14"),
                                    new AptTools.Tool(
                                            "/usr/lib/rustlib/wasm32-wasi", "libstd-rust-dev-wasm32"),
                                    new AptTools.Tool(
                                            "/usr/share/cargo/registry/serde_json-1.0.87",
                                            "librust-serde-json-dev"),
                                    new AptTools.Tool(
                                            "/usr/share/cargo/registry/serde_derive-1.0.152",
                                            "librust-serde-derive-dev"),
                                    new AptTools.Tool(
                                            "/usr/lib/go-1.23/bin/go", "golang-1.23-go", true)),
                            AptTools.FOR_LAMBDA);
        }
        // What users start has to be there before tests start it; a build in the middle would pull the
        // classes from under the others.
        int built = quick ? 0 : distribution(home);
        clearReports(home);
        var goals = new ArrayList<String>();
        goals.add("verify");
        goals.add("-fae");
        // Tests wait for engines, databases and browsers much of their time.
        goals.addAll(List.of("-T", "2"));
        // A test that fails keeps no other module from being tested; the count below tells of it.
        goals.add("-Dmaven.test.failure.ignore=true");
        if (quick) {
            goals.addAll(List.of("-Dtests.excluded=slow", "-Dcoverage.lines=0", "-Djacoco.skip=true"));
        }
        int code;
        var crashed = new AtomicBoolean();
        try (var temporary = new TemporaryFolder()) {
            goals.add("-Dtests.tmp=" + temporary.path());
            code =
                    Maven.run(
                            home,
                            line -> {
                                System.out.println(line);
                                if (CRASH.matcher(line).find()) {
                                    crashed.set(true);
                                }
                            },
                            goals.toArray(String[]::new));
        }
        Totals totals = count(home);
        boolean whole = built == 0 && code == 0 && !crashed.get();
        if (!whole && totals.failed() == 0) {
            totals =
                    new Totals(
                            totals.passed(),
                            List.of("a check of the build; the lines above say which"),
                            totals.skipped());
        }
        totals.failures().forEach(test -> System.out.println("failed: " + test));
        System.out.printf(
                "%d passed, %d failed, %d skipped%n",
                totals.passed(), totals.failed(), totals.skipped());
        System.exit(whole && totals.failed() == 0 && totals.passed() > 0 ? 0 : 1);
    }

    private static int distribution(Path home) throws IOException, InterruptedException {
        return new ProcessBuilder(home.resolve("fairlead").toString(), "--version")
                .inheritIO()
                .start()
                .waitFor();
    }

    /// How many tests there were, and the names of those that failed.
    private record Totals(int passed, List<String> failures, int skipped) {
        int failed() {
            return failures.size();
        }
    }

    private static void clearReports(Path home) throws IOException {
        for (Path report : reports(home)) {
            Files.delete(report);
        }
    }

    private static List<Path> reports(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home, 5)) {
            return all.filter(p -> p.toString().contains("surefire-reports/TEST-"))
                    .filter(p -> p.toString().endsWith(".xml"))
                    .toList();
        }
    }

    private static Totals count(Path home) throws IOException, XMLStreamException {
        int all = 0;
        int skipped = 0;
        var failures = new TreeSet<String>();
        for (Path report : reports(home)) {
            String test = "";
            try (InputStream in = Files.newInputStream(report)) {
                XMLStreamReader xml = XMLInputFactory.newFactory().createXMLStreamReader(in);
                while (xml.hasNext()) {
                    if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                        continue;
                    }
                    switch (xml.getLocalName()) {
                        case "testcase" -> {
                            all++;
                            test =
                                    xml.getAttributeValue(null, "classname")
                                            + "."
                                            + xml.getAttributeValue(null, "name");
                        }
                        case "failure", "error" -> failures.add(test);
                        case "skipped" -> skipped++;
                        default -> {}
                    }
                }
            }
        }
        return new Totals(all - failures.size() - skipped, List.copyOf(failures), skipped);
    }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Debian packages that tests and benchmarks need, installed where they are missing.
final class AptTools {
    private static final Path BACKPORTS =
            Path.of("/etc/apt/sources.list.d/fairlead-backports.list");
    private static final String SOURCE =
            "deb http://deb.debian.org/debian bookworm-backports main\n";

    /// A file that tells that `debianPackage` is there; `backport` for one that this Debian has only
    /// among its backports.
    record Tool(String file, String debianPackage, boolean backport) {
        Tool(String file, String debianPackage) {
            this(file, debianPackage, false);
        }
    }

    /// What npm compiles AWS's Lambda runtime for Node.js with.
    static final List<Tool> FOR_LAMBDA =
            List.of(
                    new Tool("/usr/bin/autoconf", "autoconf"),
                    new Tool("/usr/bin/automake", "automake"),
                    new Tool("/usr/bin/libtoolize", "libtool"),
                    new Tool("/usr/bin/cmake", "cmake"),
                    new Tool("/usr/bin/g++", "g++"),
                    new Tool("/usr/bin/make", "make"),
                    new Tool("/usr/bin/python3", "python3"),
                    new Tool("/usr/include/node/node.h", "libnode-dev"));

    /// Installs what is missing of `tools` and `more`.
    void ensure(List<Tool> tools, List<Tool> more) throws IOException, InterruptedException {
        var missing = new ArrayList<String>();
        boolean backports = false;
        var all = new ArrayList<>(tools);
        all.addAll(more);
        for (Tool tool : all) {
            if (!Files.exists(Path.of(tool.file()))) {
                missing.add(tool.debianPackage());
                backports |= tool.backport();
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        System.out.println("installing: " + String.join(" ", missing));
        if (backports) {
            addBackports();
        }
        var install = new ArrayList<>(List.of("apt-get", "install", "-y", "-q"));
        install.add("--no-install-recommends");
        install.addAll(missing);
        if (run(List.of("apt-get", "update", "-q")) != 0 || run(install) != 0) {
            System.out.println("could not install " + missing + ": run as root or with sudo");
        }
    }

    /// Packages that the release has too still come from the release: apt ranks backports lower.
    private static void addBackports() throws IOException, InterruptedException {
        if (Files.exists(BACKPORTS)) {
            return;
        }
        Path written = Files.createTempFile("backports", ".list");
        Files.writeString(written, SOURCE);
        run(List.of("install", "-m", "644", written.toString(), BACKPORTS.toString()));
        Files.delete(written);
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        var whole = new ArrayList<String>();
        if (!"root".equals(System.getProperty("user.name"))) {
            whole.add("sudo");
        }
        whole.addAll(command);
        var builder = new ProcessBuilder(whole).inheritIO();
        builder.environment()
                .putAll(
                        Map.of(
                                "DEBIAN_FRONTEND", "noninteractive",
                                // a database of the package's own must not take a port of ours
                                "RUNLEVEL", "1"));
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            // There is no sudo here.
            return 127;
        }
    }
}

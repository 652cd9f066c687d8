import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Debian packages that tests and benchmarks need, installed where they are missing.
final class AptTools {
    /// A file that tells that `debianPackage` is there.
    record Tool(String file, String debianPackage) {}

    void ensure(List<Tool> tools) throws IOException, InterruptedException {
        var missing = new ArrayList<String>();
        for (Tool tool : tools) {
            if (!Files.exists(Path.of(tool.file()))) {
                missing.add(tool.debianPackage());
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        System.out.println("installing: " + String.join(" ", missing));
        var install = new ArrayList<>(List.of("apt-get", "install", "-y", "-q"));
        install.add("--no-install-recommends");
        install.addAll(missing);
        if (run(List.of("apt-get", "update", "-q")) != 0 || run(install) != 0) {
            System.out.println("could not install " + missing + ": run as root or with sudo");
        }
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
        return builder.start().waitFor();
    }
}

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Runs Maven on the JDK that runs this tool.
final class Maven {
    private Maven() {}

    /// Its exit code; every line of output goes to `line`.
    static int run(Path home, Consumer<String> line, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("mvn", "-B", "-ntp"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException("Maven is needed to build: `apt-get install maven`", e);
        }
        try (var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String text; (text = out.readLine()) != null; ) {
                line.accept(text);
            }
        }
        return process.waitFor();
    }
}

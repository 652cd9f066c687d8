package dev.fairlead.sandbox;

import dev.fairlead.sandbox.choice.SandboxChoice;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A server of its own process for tests: runs one script in a sandbox, prints what it prints, and
/// waits for its end.
final class StepServer {
    private StepServer() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        var choice = SandboxChoice.parse(System.getenv());
        try (Sandbox sandbox = choice.open(SandboxSettings.in(folder.resolve("state")))) {
            Path work = Files.createTempDirectory(folder, "work");
            var limits =
                    new StepLimits(
                            Duration.ofMinutes(2), 128L << 20, 1, 64, 16L << 20, 1 << 16, true);
            Step step =
                    Step.of(List.of("/bin/sh", "-c", args[1]), work, limits)
                            .with(Map.of(), Map.of("TOKEN", "correct-horse-battery"));
            System.out.println(sandbox.readiness().line());
            try (SandboxedProcess process = sandbox.start(step)) {
                process.output().transferTo(System.out);
                process.errors().transferTo(System.out);
            }
        }
    }
}

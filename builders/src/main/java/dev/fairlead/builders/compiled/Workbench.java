package dev.fairlead.builders.compiled;

import dev.fairlead.builders.languages.BaseImages;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.builders.languages.NpmSettings;
import dev.fairlead.builders.languages.Toolchains;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.StepLimits;
import dev.fairlead.sandbox.StepRun;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What the compiling builders share: tools, limits, and the sandbox for their steps.
public final class Workbench {
    private final BuilderSettings settings;
    private final StepRun steps;

    public Workbench(BuilderSettings settings, StepRun steps) {
        this.settings = settings;
        this.steps = steps;
    }

    public Toolchains tools() {
        return settings.tools();
    }

    public Path cache() {
        return settings.cache();
    }

    /// What a step sees beyond its work directory and the system; `environment` wins over the
    /// build's own variables.
    public record Surroundings(Map<String, String> environment, Map<String, Path> readable) {
        public static final Surroundings NONE = new Surroundings(Map.of(), Map.of());

        public Surroundings {
            environment = Map.copyOf(environment);
            readable = Map.copyOf(readable);
        }
    }

    public StepRun.Result run(BuildInput input, List<String> command, Surroundings around)
            throws IOException, InterruptedException {
        var environment = new HashMap<>(input.variables());
        environment.putAll(around.environment());
        Step step =
                Step.of(command, input.work(), settings.limits())
                        .reading(around.readable())
                        .with(environment, input.secrets());
        return steps.run(step, input.progress()::line);
    }

    /// The same for a compiler whose failure is the author's.
    void compile(BuildInput input, List<String> command, Surroundings around, Remarks remarks)
            throws IOException, InterruptedException {
        StepRun.Result result = run(input, command, around);
        if (result.exitCode() != 0) {
            throw remarks.failure(result.lines());
        }
    }

    public StepLimits limits() {
        return settings.limits();
    }

    /// Whether steps are worth starting before they are needed.
    public boolean ahead() {
        return settings.ahead();
    }

    public NpmSettings npm() {
        return settings.npm();
    }

    public BaseImages bases() {
        return settings.bases();
    }

    /// A step to be completed by the caller.
    public Step step(List<String> command, Path work) {
        return Step.of(command, work, settings.limits());
    }

    /// A step that waits for its input.
    public StepRun.Begun begin(Step step) throws IOException {
        return steps.begin(step, _ -> {});
    }

    public StepRun.Result run(Step step, Consumer<String> line)
            throws IOException, InterruptedException {
        return steps.run(step, line);
    }

    /// A step of our own, without an author's files, variables or secrets.
    StepRun.Result runOurs(List<String> command, Path work, Map<String, String> environment)
            throws IOException, InterruptedException {
        Step step =
                Step.of(command, work, settings.limits())
                        .with(environment, Map.<String, String>of());
        return steps.run(step, _ -> {});
    }
}

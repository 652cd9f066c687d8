package dev.fairlead.engine.containers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a container runs. `image` is an id or a reference that the engine has: nothing is fetched.
/// Without `entrypoint` or `arguments` the image's own are taken. `user` is as in `1000:1000`,
/// empty for the image's; `folder`, too. The environment comes over the image's.
public record Program(
        String image,
        Optional<List<String>> entrypoint,
        Optional<List<String>> arguments,
        Map<String, String> environment,
        String user,
        String folder,
        Ending ending) {
    public Program {
        entrypoint = entrypoint.map(List::copyOf);
        arguments = arguments.map(List::copyOf);
        environment = Map.copyOf(environment);
    }

    /// How it is asked to stop: `signal` as in `SIGTERM`, empty for the image's, and after `grace`
    /// it is killed. With `init` a small first process passes signals on and reaps what is
    /// orphaned.
    public record Ending(String signal, Duration grace, boolean init) {}

    /// All of an image's own.
    public static Program of(String image) {
        return new Program(
                image,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                "",
                "",
                new Ending("", Duration.ofSeconds(10), true));
    }

    /// A command in place of the image's.
    public Program running(List<String> command) {
        return new Program(
                image,
                Optional.of(command),
                Optional.of(List.of()),
                environment,
                user,
                folder,
                ending);
    }
}

package dev.fairlead.sandbox.choice;

import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;
import dev.fairlead.sandbox.containers.ContainerSandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What the operator wants steps to be kept apart with, and for the case that it is containers the
/// socket of an engine on this machine: engines elsewhere cannot see our files.
public record SandboxChoice(Kind kind, Path engine) {
    private static final String SANDBOX = "FAIRLEAD_SANDBOX";
    private static final String ENGINE = "FAIRLEAD_ENGINE";
    private static final String SCHEME = "unix://";
    private static final Path STANDARD = Path.of("/var/run/docker.sock");

    public static final SandboxChoice AUTO = new SandboxChoice(Kind.AUTO, STANDARD);

    /// `AUTO` takes the first that is ready.
    public enum Kind {
        AUTO,
        BUBBLEWRAP,
        CONTAINER
    }

    /// From the environment; throws `IllegalArgumentException` with what to write instead.
    public static SandboxChoice parse(Map<String, String> environment) {
        String kind = environment.getOrDefault(SANDBOX, "").strip();
        String engine = environment.getOrDefault(ENGINE, "").strip();
        return new SandboxChoice(kind(kind), engine.isEmpty() ? STANDARD : socket(engine));
    }

    private static Path socket(String text) {
        if (!text.startsWith(SCHEME + "/")) {
            throw new IllegalArgumentException(
                    ENGINE
                            + ": an engine must be on this machine, as in"
                            + " unix:///var/run/docker.sock, not "
                            + text);
        }
        return Path.of(text.substring(SCHEME.length()));
    }

    private static Kind kind(String word) {
        return switch (word) {
            case "", "auto" -> Kind.AUTO;
            case "bubblewrap" -> Kind.BUBBLEWRAP;
            case "container" -> Kind.CONTAINER;
            default ->
                    throw new IllegalArgumentException(
                            SANDBOX + " must be auto, bubblewrap or container, not " + word);
        };
    }

    /// Opens what was chosen, ready or not.
    public Sandbox open(SandboxSettings settings) throws IOException {
        return switch (kind) {
            case BUBBLEWRAP -> Bubblewrap.open(settings);
            case CONTAINER -> ContainerSandbox.open(settings, engine);
            case AUTO ->
                    new FirstReady(
                            List.of(
                                    Bubblewrap.open(settings),
                                    ContainerSandbox.open(settings, engine)));
        };
    }
}

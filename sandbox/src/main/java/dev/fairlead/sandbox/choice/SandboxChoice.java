package dev.fairlead.sandbox.choice;

import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;
import dev.fairlead.sandbox.containers.ContainerSandbox;
import dev.fairlead.sandbox.engine.EngineAddress;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What the operator wants steps to be kept apart with, and the engine for the case that it is
/// containers.
public record SandboxChoice(Kind kind, EngineAddress engine) {
    private static final String SANDBOX = "FAIRLEAD_SANDBOX";
    private static final String ENGINE = "FAIRLEAD_ENGINE";

    public static final SandboxChoice AUTO = new SandboxChoice(Kind.AUTO, EngineAddress.STANDARD);

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
        return new SandboxChoice(
                kind(kind), engine.isEmpty() ? EngineAddress.STANDARD : address(engine));
    }

    private static EngineAddress address(String text) {
        try {
            return EngineAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ENGINE + ": " + e.getMessage(), e);
        }
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

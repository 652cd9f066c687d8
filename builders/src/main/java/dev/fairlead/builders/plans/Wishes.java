package dev.fairlead.builders.plans;

import java.util.List;
import java.util.Optional;

/// What an author says of an image without a Dockerfile; what is not said is found out. `base` is
/// below the operator's base images, `command` is empty for the one that is found.
public record Wishes(Optional<AppRuntime> runtime, Optional<String> base, List<String> command) {
    public static final Wishes NONE = new Wishes(Optional.empty(), Optional.empty(), List.of());

    public Wishes {
        command = List.copyOf(command);
    }
}

package dev.fairlead.sandbox.choice;

import dev.fairlead.sandbox.Readiness;
import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.sandbox.SandboxedProcess;
import dev.fairlead.sandbox.Step;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The first of several sandboxes that is ready when one is needed, and that one from then on.
final class FirstReady implements Sandbox {
    private final List<Sandbox> candidates;
    private volatile Optional<Sandbox> chosen = Optional.empty();

    FirstReady(List<Sandbox> candidates) {
        this.candidates = List.copyOf(candidates);
    }

    @Override
    public SandboxedProcess start(Step step, Consumer<String> remarks) throws IOException {
        if (chosen.isEmpty()) {
            readiness().require();
        }
        return chosen.orElseThrow().start(step, remarks);
    }

    /// Of the one in use, else of the first that is ready; where none is, what to do about each.
    @Override
    public synchronized Readiness readiness() {
        if (chosen.isPresent()) {
            return chosen.get().readiness();
        }
        var troubles = new ArrayList<String>();
        for (Sandbox each : candidates) {
            Readiness found = each.readiness();
            if (found.ready()) {
                chosen = Optional.of(each);
                return found;
            }
            troubles.add(found.trouble());
        }
        return new Readiness(false, "none", "none", String.join(" Or: ", troubles), List.of());
    }

    @Override
    public void close() {
        candidates.forEach(Sandbox::close);
    }
}

package dev.fairlead.container.stacks;

import dev.fairlead.container.instances.Contact;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.streams.ExecSpec;
import dev.fairlead.model.stacks.StackService.Healthcheck;

import java.io.IOException;
import java.time.Duration;

/// An entry that says by a command of its own whether it is well, besides that it takes
/// connections.
record CheckedContact(Contact plain, Engine engine, String container, Healthcheck check)
        implements Contact {
    @Override
    public boolean good(Duration patience) {
        if (!plain.good(patience)) {
            return false;
        }
        try {
            return engine.containers()
                            .exec(container, ExecSpec.of(check.command(), check.timeout()))
                            .exitCode()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Target target() {
        return plain.target();
    }

    @Override
    public String address() {
        return plain.address();
    }

    @Override
    public String missed(Duration time) {
        return plain.good(Duration.ofSeconds(1))
                ? "Its healthcheck did not say that it is well within " + time.toSeconds() + " s."
                : plain.missed(time);
    }

    @Override
    public void close() {
        plain.close();
    }
}

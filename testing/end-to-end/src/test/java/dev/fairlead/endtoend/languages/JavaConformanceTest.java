package dev.fairlead.endtoend.languages;

import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.model.functions.Language;
import dev.fairlead.process.ProcessRuntime;
import dev.fairlead.process.ProcessSettings;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

class JavaConformanceTest extends BytesConformance {
    private static final Path STATE = Path.of("target", "conformance-processes").toAbsolutePath();
    // Set by `newRuntime`, which runs before fields would be initialized.
    private @Nullable Bubblewrap sandbox;

    @Override
    Language language() {
        return Language.JAVA;
    }

    @Override
    GuestRuntime newRuntime() {
        try {
            var apart = Bubblewrap.open(SandboxSettings.in(STATE.resolve("sandbox")));
            sandbox = apart;
            return new ProcessRuntime(ProcessSettings.in(STATE.resolve("children")), apart);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    void closeSandbox() {
        if (sandbox != null) {
            sandbox.close();
        }
    }
}

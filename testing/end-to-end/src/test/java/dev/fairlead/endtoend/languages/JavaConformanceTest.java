package dev.fairlead.endtoend.languages;

import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.model.functions.Language;
import dev.fairlead.process.ProcessRuntime;
import dev.fairlead.process.ProcessSettings;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;
import dev.fairlead.sandbox.bubblewrap.SandboxSettings;

import org.junit.jupiter.api.AfterAll;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

class JavaConformanceTest extends BytesConformance {
    private static final Path STATE = Path.of("target", "conformance-processes").toAbsolutePath();
    private Bubblewrap sandbox;

    @Override
    Language language() {
        return Language.JAVA;
    }

    @Override
    GuestRuntime newRuntime() {
        try {
            sandbox = Bubblewrap.open(SandboxSettings.in(STATE.resolve("sandbox")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ProcessRuntime(ProcessSettings.in(STATE.resolve("children")), sandbox);
    }

    @AfterAll
    void closeSandbox() {
        sandbox.close();
    }
}

package dev.fairlead.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.sandbox.bubblewrap.Bubblewrap;
import dev.fairlead.sandbox.cgroups.Cgroups;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;

@Tag("slow")
class BubblewrapTest extends LimitsContract {
    private Bubblewrap sandbox;

    @BeforeEach
    void open() throws IOException {
        sandbox = Bubblewrap.open(SandboxSettings.in(directory.resolve("state")), cgroups());
    }

    Cgroups cgroups() {
        return Cgroups.ofThisMachine("test" + ProcessHandle.current().pid());
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Override
    protected Sandbox sandbox() {
        return sandbox;
    }

    @Override
    protected String user() {
        return "1000\n";
    }

    @Test
    void it_says_what_holds() {
        // When
        Readiness readiness = sandbox.readiness();
        // Then
        assertThat(readiness.ready()).as(readiness.line()).isTrue();
        assertThat(readiness.line()).startsWith("sandbox: bubblewrap, ");
    }
}

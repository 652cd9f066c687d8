package dev.fairlead.process;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.testkit.guests.GuestRuntimeContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaGuestTest extends GuestRuntimeContract {
    private final Children children;
    private final ProcessRuntime runtime;
    private final List<Guest> guests = new ArrayList<>();
    private Path actions = Path.of("");

    JavaGuestTest(@TempDir Path directory) {
        children = new Children(directory);
        runtime = children.runtime(settings -> settings);
    }

    @BeforeAll
    void build() throws IOException, InterruptedException {
        actions = children.actions();
    }

    @AfterEach
    void closeGuests() {
        guests.forEach(Guest::close);
    }

    @AfterAll
    void close() {
        runtime.close();
        children.close();
    }

    @Override
    protected Guest actions(Limits limits) {
        Guest guest = Children.guest(runtime, actions, limits);
        guests.add(guest);
        return guest;
    }
}

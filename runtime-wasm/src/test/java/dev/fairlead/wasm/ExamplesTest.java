package dev.fairlead.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.testkit.guests.Heard;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ExamplesTest {
    private static final TestBed BED = new TestBed();
    private static final Header JSON = new Header("content-type", "application/json");

    @AfterAll
    static void close() {
        BED.close();
    }

    @ParameterizedTest
    @CsvSource({
        "SCRIPT,hello-javascript/index.js",
        "COMMAND,hello-wasm/hello.wasm",
        "HANDLER,hello-handler/hello.wasm"
    })
    void examples_greet_whom_the_query_or_the_body_names(Abi abi, String file) throws IOException {
        // Given
        byte[] artifact = Files.readAllBytes(Path.of("..", "examples").resolve(file));
        Guest guest = BED.guest(abi, artifact, Asking.limits());
        // When
        Heard get = Asking.ask(guest, Asking.get("/", "name=Ada"));
        Heard post = Asking.ask(guest, Asking.post("/", "{\"name\":\"Ada\"}", JSON));
        Heard nobody = Asking.ask(guest, Asking.get("/", ""));
        // Then
        assertThat(get.text()).isEqualTo("{\"message\":\"Hello, Ada\"}");
        assertThat(post.text()).isEqualTo("{\"message\":\"Hello, Ada\"}");
        assertThat(nobody.text()).isEqualTo("{\"message\":\"Hello, world\"}");
        assertThat(get.header("content-type")).isEqualTo("application/json");
    }
}

package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Apps.Said;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// An app that answers what is no answer, beside one that does its work, with a real engine.
@Tag("slow")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileAnswersTest {
    private static final String ANSWER =
            """
            #!/bin/sh
            read -r method path rest
            case "$path" in
              */noise) head -c 100000 /dev/urandom ;;
              */nothing) ;;
              */half) printf 'HTTP/1.1 200 OK\\r\\ncontent-le' ;;
              */status) printf 'HTTP/1.1 99999 OK\\r\\ncontent-length: 0\\r\\n\\r\\n' ;;
              */length) printf 'HTTP/1.1 200 OK\\r\\ncontent-length: -5\\r\\n\\r\\nhello' ;;
              */lengths) printf 'HTTP/1.1 200 OK\\r\\ncontent-length: 5\\r\\ncontent-length: 7\\r\\n\\r\\nhello' ;;
              */heads) printf 'HTTP/1.1 200 OK\\r\\n'; yes 'x-more: and more' ;;
              */line) printf 'HTTP/1.1 200 '; yes | tr -d '\\n' ;;
              *) printf 'HTTP/1.1 200 OK\\r\\ncontent-length: 5\\r\\n\\r\\nhello' ;;
            esac
            """;

    private final Apps apps;

    HostileAnswersTest(@TempDir Path folders) throws Exception {
        apps = Apps.on(folders);
    }

    @BeforeAll
    void deploy() throws IOException {
        good(apps.deploy("neighbour", Apps.page("all is well")));
        String dockerfile =
                """
                FROM %s
                COPY answer /answer
                CMD ["/bin/sh", "-c", "exec nc -ll -p $PORT -e /answer"]
                """
                        .formatted(Apps.BASE);
        good(apps.deploy("liar", Map.of("Dockerfile", dockerfile, "answer", ANSWER)));
    }

    private static void good(Said said) {
        assertThat(said.exit()).as(said.text()).isZero();
    }

    @AfterAll
    void take_down() {
        apps.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"noise", "nothing", "half", "status", "length", "lengths", "heads", "line"})
    void what_is_no_answer_is_told_and_hurts_nobody(String kind) {
        // When
        Installation.Reply lie = apps.fairlead.get("/fn/apps/liar/" + kind);
        // Then
        assertThat(lie.status()).isEqualTo(502);
        assertThat(lie.json().path("code").asString()).isEqualTo("upstream-failed");
        assertThat(apps.get("neighbour")).contains("all is well");
        Installation.await(() -> apps.get("liar").equals("hello"), "the liar answers again");
    }
}

package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fairlead.engine.images.Credentials;
import dev.fairlead.engine.images.Reference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Optional;

/// Names of images and of engines.
class ReferenceTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "app, app, latest",
        "team/app, team/app, latest",
        "registry.example:5000/team/app:1.2-rc_3, registry.example:5000/team/app, 1.2-rc_3",
        "127.0.0.1:5000/a, 127.0.0.1:5000/a, latest",
        "localhost/a__b--c.d:X, localhost/a__b--c.d, X"
    })
    void a_name_has_a_version(String text, String name, String version) {
        // When
        Reference reference = Reference.parse(text);
        // Then
        assertThat(reference).isEqualTo(new Reference(name, version));
        assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
        assertThat(reference.exact()).isFalse();
    }

    @Test
    void a_digest_is_exact_and_a_tag_beside_it_says_nothing() {
        // When
        Reference reference = Reference.parse("r.example/app:1@" + DIGEST);
        // Then
        assertThat(reference.exact()).isTrue();
        assertThat(reference.toString()).isEqualTo("r.example/app@" + DIGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "App",
                "a b",
                "a:",
                ":1",
                "a/",
                "/a",
                "a//b",
                "../a",
                "a/../b",
                "a?x=1",
                "a#b",
                "a:b:c",
                "a@sha256:12",
                "a@",
                "-a",
                "a/-b",
                "a:$(id)",
                "a\nb",
                "a..b",
                "a%2fb"
            })
    void what_is_no_name_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Reference.parse(text));
    }

    @Test
    void a_name_is_bounded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reference.parse("a".repeat(100_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }

    @Test
    void credentials_are_not_shown() {
        assertThat(new Credentials("r.example", "ada", "hunter2").toString())
                .contains("ada")
                .doesNotContain("hunter2");
    }

    @Test
    void an_engine_is_a_socket_or_has_certificates() {
        // Given
        var folder = Optional.of(Path.of("/etc/fairlead/engine"));
        // When, Then
        assertThat(EngineAddress.parse("unix:///run/s", Optional.empty()))
                .isEqualTo(new EngineAddress.Unix(Path.of("/run/s")))
                .hasToString("unix:///run/s");
        assertThat(EngineAddress.parse("tcp://10.0.0.1:2376", folder))
                .isEqualTo(new EngineAddress.Tls("10.0.0.1", 2376, folder.get()))
                .hasToString("tcp://10.0.0.1:2376");
        for (String text :
                new String[] {"10.0.0.1", "unix://run/s", "tcp://host", "tcp://:1", "tcp://h:x"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EngineAddress.parse(text, folder));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EngineAddress.parse("tcp://10.0.0.1:2375", Optional.empty()))
                .withMessageContaining("cert.pem");
    }
}

package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Main;
import dev.fairlead.endtoend.Apps.Said;
import dev.fairlead.engine.images.Credentials;
import dev.fairlead.engine.images.Reference;
import dev.fairlead.testkit.engines.LocalRegistry;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Images of a registry that wants credentials, with a real engine and a real registry.
@Tag("slow")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistriesTest {
    private static final String WRONG = "wrong-horse-battery";

    private final Apps apps;
    private final LocalRegistry registry;
    private final String image;

    RegistriesTest(@TempDir Path folders) throws Exception {
        apps = Apps.on(folders);
        registry = LocalRegistry.start();
        image = registry.name() + "/team/tiny:1";
        var name = Reference.parse(image);
        var known = new Credentials(registry.name(), LocalRegistry.USER, LocalRegistry.PASSWORD);
        apps.engine.images().tag(Apps.BASE, name);
        apps.engine.images().push(name, Optional.of(known), Duration.ofSeconds(60), _ -> {});
    }

    @BeforeEach
    void forget() throws IOException {
        apps.say("registries", "remove", registry.name());
        apps.engine.images().remove(image);
    }

    @AfterAll
    void take_down() {
        registry.close();
        apps.close();
    }

    private Said login(String password) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var environment =
                Map.of("FAIRLEAD_URL", apps.fairlead.url(), "FAIRLEAD_TOKEN", apps.fairlead.key());
        var in = new ByteArrayInputStream((password + "\n").getBytes(StandardCharsets.UTF_8));
        int exit =
                Main.commandLine(stream, stream, environment, in)
                        .execute(
                                "registries",
                                "login",
                                registry.name(),
                                "--user",
                                LocalRegistry.USER);
        return new Said(exit, out.toString(StandardCharsets.UTF_8));
    }

    private Said fromRegistry(String service) throws IOException {
        return apps.deploy(
                service,
                Map.of(
                        "Dockerfile",
                        Apps.DOCKERFILE.replace(Apps.BASE, image),
                        "www/index.html",
                        "from a registry\n"));
    }

    @Test
    void an_image_is_taken_and_built_upon_with_credentials() throws IOException {
        // Given
        Said login = login(LocalRegistry.PASSWORD);
        // When
        Said built = fromRegistry("built");
        apps.engine.images().remove(image);
        apps.say("deploy", "--image", image, "--project", "apps");
        // Then
        assertThat(login.exit()).as(login.text()).isZero();
        assertThat(built.exit()).as(built.text()).isZero();
        assertThat(apps.get("built")).contains("from a registry");
        assertThat(apps.engine.images().inspect(image)).isPresent();
        assertThat(apps.say("registries", "check", registry.name()).exit()).isZero();
        assertThat(apps.say("registries", "list").text())
                .contains(registry.name(), LocalRegistry.USER);
    }

    @Test
    void without_credentials_or_with_wrong_ones_it_says_which_registry_and_what_helps()
            throws IOException {
        // When
        Said none = apps.say("deploy", "--image", image, "--project", "apps");
        Said login = login(WRONG);
        Said wrong = apps.say("deploy", "--image", image, "--project", "apps");
        Said base = fromRegistry("base");
        Said check = apps.say("registries", "check", registry.name());
        // Then
        String helps = "fairlead registries login " + registry.name() + " --user";
        assertThat(none.exit()).isNotZero();
        assertThat(none.text()).contains("image-unavailable", "there are none", helps);
        assertThat(wrong.text())
                .contains("image-unavailable", "what is kept for " + LocalRegistry.USER, helps);
        assertThat(base.text()).contains("image-unavailable", "fairlead registries login");
        assertThat(check.exit()).isNotZero();
        assertThat(login.text() + wrong.text() + base.text() + check.text()).doesNotContain(WRONG);
    }

    @Test
    void a_password_is_never_shown() {
        // Given
        login(WRONG);
        // When
        String all =
                apps.fairlead.api("GET", "/registries", "").body()
                        + apps.fairlead.api("GET", "/audit-events?limit=100", "").body()
                        + apps.say("registries", "list", "-o", "json").text();
        // Then
        assertThat(all).contains(registry.name(), "putRegistry").doesNotContain(WRONG);
    }

    @Test
    void what_is_not_there_and_what_is_no_host_are_said() {
        // When
        Said missing = apps.say("registries", "check", "ghcr.io");
        // Then
        assertThat(missing.text()).contains("registry-not-found");
        assertThat(
                        apps.fairlead
                                .api(
                                        "PUT",
                                        "/registries/a%20b",
                                        "{\"user\":\"a\",\"password\":\"b\"}")
                                .status())
                .isEqualTo(400);
        assertThat(apps.fairlead.api("PUT", "/registries/ghcr.io", "{\"user\":\"a\"}").body())
                .contains("/password");
    }
}

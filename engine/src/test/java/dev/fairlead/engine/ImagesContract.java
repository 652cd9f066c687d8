package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.containers.Program;
import dev.fairlead.engine.images.BuildSpec;
import dev.fairlead.engine.images.Credentials;
import dev.fairlead.engine.images.Image;
import dev.fairlead.engine.images.ImageSummary;
import dev.fairlead.engine.images.Progress;
import dev.fairlead.engine.images.Reference;
import dev.fairlead.testkit.engines.LocalRegistry;
import dev.fairlead.testkit.engines.TinyRoot;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where images come from and go to.
abstract class ImagesContract extends OutputContract {
    private static final Reference MADE = Reference.parse("fairlead.test/made:2");

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    /// An image that is this test's own.
    private String own(String content) throws IOException {
        byte[] tar = TinyRoot.tar(Map.of("content", content));
        return engine().images().importLayer(stream(tar), LABELS, PATIENCE);
    }

    @Test
    void an_imported_image_has_its_labels_and_goes_when_it_is_removed() throws Exception {
        // Given
        var labels = Map.of(OURS, "engine", "shell", "$(reboot) `id` \"x\" 'y' \\ ; ${PATH} && ü");
        // When
        String id =
                engine().images()
                        .importLayer(stream(TinyRoot.tar(Map.of("a", "1"))), labels, PATIENCE);
        // Then
        Image image = engine().images().inspect(id).orElseThrow();
        assertThat(image.id()).isEqualTo(id).startsWith("sha256:");
        assertThat(image.labels()).containsAllEntriesOf(labels);
        assertThat(image.bytes()).isPositive();
        assertThat(image.tags()).isEmpty();
        assertThat(engine().images().list(List.of(OURS + "=engine")))
                .extracting(ImageSummary::id)
                .containsExactly(id);
        engine().images().remove(id);
        engine().images().remove(id);
        assertThat(engine().images().inspect(id)).isEmpty();
    }

    @Test
    void an_image_is_named_saved_and_loaded() throws Exception {
        // Given
        String id = own("saved");
        engine().images().tag(id, MADE);
        byte[] tar;
        try (InputStream saved = engine().images().save(Set.of(MADE.toString()))) {
            tar = saved.readAllBytes();
        }
        engine().images().remove(id);
        assertThat(engine().images().inspect(MADE.toString())).isEmpty();
        // When
        Set<String> loaded = engine().images().load(stream(tar), PATIENCE);
        // Then
        assertThat(loaded).containsExactly(MADE.toString());
        Image image = engine().images().inspect(MADE.toString()).orElseThrow();
        assertThat(image.id()).isEqualTo(id);
        assertThat(image.tags()).containsExactly(MADE.toString());
        assertThat(image.labels()).containsAllEntriesOf(LABELS);
    }

    @Test
    void no_image_is_made_of_what_is_none() {
        assertThatThrownBy(() ->
                        engine().images()
                                .load(stream("no tar".getBytes(StandardCharsets.UTF_8)), PATIENCE))
                .isInstanceOf(EngineFailed.class);
    }

    private BuildSpec build(String target, boolean cached, Duration patience) {
        return new BuildSpec(
                "in/Dockerfile",
                target,
                Map.of("WORD", "$(reboot) \"x\""),
                LABELS,
                Set.of(MADE),
                List.of(),
                new BuildSpec.Running("none", 64 * MIB, 1, cached, patience));
    }

    private static InputStream context(String... lines) throws IOException {
        return stream(
                TinyRoot.tar(
                        Map.of(
                                "in/Dockerfile",
                                String.join("\n", lines) + "\n",
                                "shown",
                                "from the context\n")));
    }

    @Test
    void an_image_is_built_from_a_folder() throws Exception {
        // Given
        var printed = new ArrayList<String>();
        InputStream context =
                context(
                        "FROM " + TINY + " AS first",
                        "ARG WORD",
                        "COPY shown /shown",
                        "RUN echo \"got $WORD\" > /out && cat /out",
                        "FROM first AS second",
                        "ENV A=b",
                        "EXPOSE 8080",
                        "USER 1000",
                        "WORKDIR /work",
                        "CMD [\"cat\", \"/out\", \"/shown\"]",
                        "FROM first",
                        "RUN false");
        // When
        String id = engine().images().build(build("second", true, PATIENCE), context, printed::add);
        // Then
        assertThat(printed).contains("got $(reboot) \"x\"");
        Image image = engine().images().inspect(id).orElseThrow();
        assertThat(image.id()).isEqualTo(id);
        assertThat(image.tags()).containsExactly(MADE.toString());
        assertThat(image.labels()).containsAllEntriesOf(LABELS);
        assertThat(image.defaults().arguments()).containsExactly("cat", "/out", "/shown");
        assertThat(image.defaults().environment()).containsEntry("A", "b");
        assertThat(image.defaults().ports()).containsExactly(8080);
        assertThat(image.defaults().user()).isEqualTo("1000");
        assertThat(image.defaults().folder()).isEqualTo("/work");
        assertThat(lines(with(script(""), Program.of(id))))
                .containsExactly("got $(reboot) \"x\"", "from the context");
    }

    @Test
    void what_was_built_is_not_built_again_unless_told() throws Exception {
        // Given
        String[] lines = {"FROM " + TINY, "COPY shown /shown", "RUN echo $$ > /shown"};
        var printed = new ArrayList<String>();
        String first = engine().images().build(build("", true, PATIENCE), context(lines), _ -> {});
        // When
        String second =
                engine().images().build(build("", true, PATIENCE), context(lines), printed::add);
        String third = engine().images().build(build("", false, PATIENCE), context(lines), _ -> {});
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(printed).anyMatch(line -> line.contains("Using cache"));
        assertThat(third).isNotEqualTo(first);
    }

    @Test
    void a_build_that_fails_says_where() {
        // Given
        var images = engine().images();
        var spec = build("", true, PATIENCE);
        var printed = new ArrayList<String>();
        // When, Then
        assertRefused(
                Reason.BUILD,
                () ->
                        images.build(
                                spec,
                                context("FROM " + TINY, "RUN echo unauthorized; exit 9"),
                                printed::add));
        assertThat(printed).contains("unauthorized");
        assertRefused(
                Reason.BUILD, () -> images.build(spec, context("FROM " + TINY, "FLY"), _ -> {}));
        assertRefused(
                Reason.BUILD,
                () ->
                        images.build(
                                build("nowhere", true, PATIENCE),
                                context("FROM " + TINY),
                                _ -> {}));
    }

    @Test
    void a_build_that_never_ends_is_left() throws Exception {
        // Given
        var spec = build("", true, Duration.ofSeconds(4));
        // When, Then
        assertThatThrownBy(() ->
                        engine().images()
                                .build(spec, context("FROM " + TINY, "RUN sleep 1000"), _ -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("the engine did not answer in 4 s");
    }

    private Credentials credentials(String password) {
        return new Credentials(registry().name(), LocalRegistry.USER, password);
    }

    private Optional<Credentials> known() {
        return Optional.of(credentials(LocalRegistry.PASSWORD));
    }

    @Test
    void an_image_travels_by_a_registry() throws Exception {
        // Given
        String id = own("travels");
        var name = Reference.parse(registry().name() + "/team/app:1");
        engine().images().tag(id, name);
        var told = new ArrayList<Progress>();
        // When
        Optional<String> digest = engine().images().push(name, known(), PATIENCE, told::add);
        engine().images().remove(id);
        engine().images().pull(name, known(), PATIENCE, told::add);
        // Then
        Image image = engine().images().inspect(name.toString()).orElseThrow();
        assertThat(image.id()).isEqualTo(id);
        assertThat(told).isNotEmpty();
        String known = image.digests().iterator().next();
        assertThat(known).contains("/team/app@sha256:");
        digest.ifPresent(each -> assertThat(known).endsWith(each));
        engine().images().remove(id);
        var exact = Reference.parse(known);
        engine().images().pull(exact, known(), PATIENCE, _ -> {});
        assertThat(engine().images().inspect(exact.toString()).orElseThrow().id()).isEqualTo(id);
    }

    @Test
    void a_registry_is_asked_whether_it_takes_credentials() throws Exception {
        // Given
        var images = engine().images();
        // When
        images.check(credentials(LocalRegistry.PASSWORD));
        // Then
        var wrong = credentials("wrong-horse-battery");
        assertRefused(Reason.UNAUTHORIZED, () -> images.check(wrong));
        assertThatThrownBy(() -> images.check(wrong)).hasMessageNotContaining("wrong-horse");
    }

    @Test
    void wrong_credentials_are_told_and_not_shown() throws Exception {
        // Given
        var images = engine().images();
        String id = own("secret");
        var name = Reference.parse(registry().name() + "/unauthorized/app:1");
        images.tag(id, name);
        images.push(name, known(), PATIENCE, _ -> {});
        var wrong = Optional.of(credentials("wrong-horse-battery"));
        // When, Then
        for (Optional<Credentials> each : List.of(wrong, Optional.<Credentials>empty())) {
            assertRefused(Reason.UNAUTHORIZED, () -> images.pull(name, each, PATIENCE, _ -> {}));
            assertRefused(Reason.UNAUTHORIZED, () -> images.push(name, each, PATIENCE, _ -> {}));
        }
        assertThatThrownBy(() -> images.pull(name, wrong, PATIENCE, _ -> {}))
                .hasMessageNotContaining("wrong-horse");
        assertThat(wrong.toString()).doesNotContain("wrong-horse");
        var unknown = Reference.parse(registry().name() + "/unauthorized/unknown:1");
        assertRefused(Reason.MISSING, () -> images.pull(unknown, known(), PATIENCE, _ -> {}));
    }

    @Test
    void a_registry_that_is_not_there_is_no_riddle() throws Exception {
        // Given
        var name = Reference.parse("127.0.0.1:" + LocalRegistry.freePort() + "/team/app:1");
        // When, Then
        assertThatThrownBy(() -> engine().images().pull(name, Optional.empty(), PATIENCE, _ -> {}))
                .isInstanceOf(EngineFailed.class)
                .hasMessageContaining("refused");
    }

    @Test
    void images_that_nobody_uses_are_pruned_by_label() throws Exception {
        // Given
        String used = own("used");
        String idle = own("idle");
        engine().containers()
                .create(with(script(""), Program.of(used).running(List.of("/bin/sh"))));
        // When
        engine().images().prune(OURS + "=engine");
        // Then
        assertThat(engine().images().inspect(idle)).isEmpty();
        assertThat(engine().images().inspect(used)).isPresent();
        assertThat(engine().images().inspect(TINY.toString())).isPresent();
    }
}

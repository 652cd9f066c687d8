package dev.fairlead.builders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.builders.store.ArtifactStore;
import dev.fairlead.model.functions.ContentHash;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Stream;

class ArtifactStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private @TempDir Path directory;

    private ArtifactStore store() {
        return new ArtifactStore(directory, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_is_stored_is_found_by_its_content() throws IOException {
        // Given
        ArtifactStore store = store();
        // When
        ContentHash hash = store.store(bytes("hello"));
        ContentHash again = store.store(bytes("hello"));
        // Then
        assertThat(hash).isEqualTo(again);
        assertThat(hash).isEqualTo(ContentHash.of("hello".getBytes(StandardCharsets.UTF_8)));
        assertThat(store.exists(hash)).isTrue();
        assertThat(Files.readString(store.path(hash))).isEqualTo("hello");
        assertThat(store.verify(hash)).isTrue();
    }

    @Test
    void a_changed_or_missing_file_does_not_verify() throws IOException {
        // Given
        ArtifactStore store = store();
        ContentHash hash = store.store(bytes("hello"));
        // When
        Files.writeString(store.path(hash), "hellp");
        // Then
        assertThat(store.verify(hash)).isFalse();
        assertThat(store.verify(ContentHash.of(new byte[0]))).isFalse();
    }

    @Test
    void only_old_and_unreferenced_artifacts_are_deleted() throws IOException {
        // Given
        ArtifactStore store = store();
        ContentHash kept = store.store(bytes("kept"));
        ContentHash dropped = store.store(bytes("dropped"));
        // When
        int early = store.deleteUnreferenced(Set.of(kept), NOW);
        int late = store.deleteUnreferenced(Set.of(kept), NOW.plusSeconds(1));
        // Then
        assertThat(early).isZero();
        assertThat(late).isEqualTo(1);
        assertThat(store.exists(kept)).isTrue();
        assertThat(store.exists(dropped)).isFalse();
    }

    @Test
    void a_source_that_breaks_leaves_nothing() throws IOException {
        // Given
        ArtifactStore store = store();
        var broken = new PipedInputStream();
        // When
        assertThatThrownBy(() -> store.store(broken)).isInstanceOf(IOException.class);
        // Then
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }
}

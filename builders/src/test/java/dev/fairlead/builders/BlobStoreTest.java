package dev.fairlead.builders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.builders.store.BlobStore;
import dev.fairlead.builders.store.TreeStore;
import dev.fairlead.model.functions.ContentHash;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

class BlobStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private @TempDir Path directory;
    private BlobStore blobs = new BlobStore(Path.of(""), clock);
    private Path file = Path.of("");
    private ContentHash hash = ContentHash.of(new byte[0]);

    @BeforeEach
    void fill() throws IOException {
        blobs = new BlobStore(directory.resolve("blobs"), clock);
        Path tree = Files.createDirectories(directory.resolve("tree"));
        file = Files.writeString(tree.resolve("a.js"), "export default 1;");
        hash = BlobStore.hashOf(file);
        blobs.keep(file, hash);
    }

    @Test
    void a_blob_is_its_file_once_more_and_takes_no_room() throws IOException {
        // When
        boolean linked = blobs.link(hash, directory.resolve("other/b.js"));
        // Then
        assertThat(linked).isTrue();
        assertThat(directory.resolve("other/b.js")).hasContent("export default 1;");
        assertThat((int) Files.getAttribute(file, "unix:nlink")).isEqualTo(3);
    }

    @Test
    void what_is_not_here_is_not_linked() throws IOException {
        // When
        boolean linked =
                blobs.link(ContentHash.of(new byte[] {1}), directory.resolve("other/b.js"));
        // Then
        assertThat(linked).isFalse();
        assertThat(directory.resolve("other/b.js")).doesNotExist();
    }

    @Test
    void a_poisoned_blob_is_thrown_away() throws IOException {
        // Given
        Files.writeString(file, "something else");
        // When
        boolean linked = blobs.link(hash, directory.resolve("b.js"));
        // Then
        assertThat(linked).isFalse();
        assertThat(blobs.exists(hash)).isFalse();
    }

    @Test
    void a_blob_goes_when_no_source_has_it_any_more() throws IOException {
        // Given
        int before = blobs.deleteUnlinked(LATER);
        Files.delete(file);
        // When
        int early = blobs.deleteUnlinked(Instant.EPOCH);
        int after = blobs.deleteUnlinked(LATER);
        // Then
        assertThat(before).isZero();
        assertThat(early).isZero();
        assertThat(after).isEqualTo(1);
        assertThat(blobs.exists(hash)).isFalse();
    }

    @Test
    void kept_folders_go_when_nobody_needs_them_and_they_are_old() throws IOException {
        // Given
        var trees = new TreeStore(directory.resolve("sources"), Clock.systemUTC());
        Path made = Files.createDirectories(trees.workspace().resolve("x"));
        Files.writeString(made.resolve("b.js"), "2");
        ContentHash name = ContentHash.of(new byte[] {2});
        trees.keep(made, name);
        // When
        int needed = trees.deleteUnreferenced(Set.of(name.hex()), LATER);
        int young = trees.deleteUnreferenced(Set.of(), Instant.EPOCH);
        // Then
        assertThat(needed).isZero();
        assertThat(young).isZero();
        assertThat(trees.files(name)).containsExactly("b.js");
        assertThat(trees.deleteUnreferenced(Set.of(), LATER)).isEqualTo(1);
        assertThat(trees.path(name)).doesNotExist();
    }
}

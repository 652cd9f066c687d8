package dev.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.server.variables.MasterKeySettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

class MasterKeyTest {
    private static final String OLD = "0a".repeat(Envelope.KEY_BYTES);
    private static final String NEW = "0b".repeat(Envelope.KEY_BYTES);

    private final Path folder;

    MasterKeyTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private MasterKey key(String... settings) throws IOException {
        try (DataDirectory data = DataDirectory.open(folder)) {
            return new MasterKey(data, new MasterKeySettings(List.of(settings)));
        }
    }

    @Test
    void one_is_made_with_the_installation_and_is_its_owners_alone() throws IOException {
        // Given
        byte[] sealed = key().envelope().seal("a", "secret");
        // When
        String opened = key().envelope().open("a", sealed);
        // Then
        assertThat(opened).isEqualTo("secret");
        assertThat(Files.getPosixFilePermissions(folder.resolve("master-key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void the_first_of_several_seals_and_all_open() throws IOException {
        // Given
        byte[] before = key(OLD).envelope().seal("a", "secret");
        // When
        Envelope both = key(NEW, OLD).envelope();
        // Then
        assertThat(both.open("a", before)).isEqualTo("secret");
        assertThat(key(NEW).envelope().open("a", both.seal("a", "other"))).isEqualTo("other");
    }

    @Test
    void one_that_is_missing_is_named_and_none_is_shown() throws IOException {
        // Given
        String id = key(OLD).envelope().currentKey();
        MasterKey other = key(NEW);
        // When / Then
        assertThatThrownBy(() -> other.check(Set.of(id)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(id)
                .hasMessageContaining("put the one back")
                .hasMessageNotContaining(OLD)
                .hasMessageNotContaining(NEW);
        key(NEW, OLD).check(Set.of(id));
    }

    @Test
    void what_is_no_key_is_refused_and_not_shown() {
        // When / Then
        assertThatThrownBy(() -> key("not a key at all"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 hexadecimal digits")
                .hasMessageNotContaining("not a key at all");
    }
}

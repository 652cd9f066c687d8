package dev.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.server.variables.KeyServiceSettings;
import dev.fairlead.server.variables.MasterKeySettings;
import dev.fairlead.testkit.keyservice.TransitServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            return new MasterKey(data, new MasterKeySettings(List.of(settings), Optional.empty()));
        }
    }

    /// With a key service.
    private MasterKey key(TransitServer server, String... settings) throws IOException {
        var service =
                KeyServiceSettings.parse(
                        Map.of(
                                "FAIRLEAD_KMS_URL", server.address().toString(),
                                "FAIRLEAD_KMS_KEY", "fairlead",
                                "FAIRLEAD_KMS_TOKEN", server.token()));
        try (DataDirectory data = DataDirectory.open(folder)) {
            return new MasterKey(data, new MasterKeySettings(List.of(settings), service));
        }
    }

    private String file() throws IOException {
        return Files.readString(folder.resolve("master-key"));
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

    @Test
    void with_a_key_service_one_is_made_and_kept_wrapped() throws IOException {
        try (var server = TransitServer.plain().key("fairlead")) {
            // Given
            byte[] sealed = key(server).envelope().seal("a", "secret");
            // When
            String opened = key(server).envelope().open("a", sealed);
            // Then
            assertThat(opened).isEqualTo("secret");
            assertThat(file()).matches("vault:v1:[A-Za-z0-9+/=]+\n");
            assertThat(Files.getPosixFilePermissions(folder.resolve("master-key")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(() -> key())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("FAIRLEAD_KMS_URL");
        }
    }

    @Test
    void a_key_service_that_refuses_leaves_nothing_and_names_what_to_set() throws IOException {
        try (var server = TransitServer.plain().key("fairlead")) {
            // Given
            server.forbid("decrypt");
            // When / Then
            assertThatThrownBy(() -> key(server))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("/v1/transit/decrypt/fairlead")
                    .hasMessageContaining("FAIRLEAD_KMS_TOKEN")
                    .hasMessageNotContaining(server.token());
            assertThat(folder.resolve("master-key")).doesNotExist();
        }
    }

    @Test
    void a_file_key_gives_way_to_a_wrapped_one() throws IOException {
        try (var server = TransitServer.plain().key("fairlead")) {
            // Given
            byte[] before = key().envelope().seal("a", "secret");
            String plain = file();
            Files.writeString(folder.resolve("master-key"), server.wrap("fairlead") + "\n" + plain);
            // When
            Envelope both = key(server).envelope();
            // Then
            assertThat(both.open("a", before)).isEqualTo("secret");
            byte[] after = both.seal("a", "other");
            Files.writeString(
                    folder.resolve("master-key"), file().lines().findFirst().orElseThrow());
            assertThat(key(server).envelope().open("a", after)).isEqualTo("other");
        }
    }

    @Test
    void wrapped_keys_of_the_settings_open_in_their_order() throws IOException {
        try (var server = TransitServer.plain().key("fairlead")) {
            // Given
            String first = server.wrap("fairlead");
            String second = server.wrap("fairlead");
            byte[] before = key(server, first).envelope().seal("a", "secret");
            // When
            Envelope both = key(server, second, first, OLD).envelope();
            // Then
            assertThat(both.open("a", before)).isEqualTo("secret");
            assertThat(both.currentKey()).isEqualTo(key(server, second).envelope().currentKey());
            assertThat(folder.resolve("master-key")).doesNotExist();
        }
    }

    @Test
    void after_a_rotation_the_next_start_wraps_anew_and_the_old_version_may_go()
            throws IOException {
        try (var server = TransitServer.plain().key("fairlead")) {
            // Given
            byte[] sealed = key(server).envelope().seal("a", "secret");
            server.rotate("fairlead");
            // When
            key(server);
            // Then
            assertThat(file()).startsWith("vault:v2:");
            server.least("fairlead", 2);
            assertThat(key(server).envelope().open("a", sealed)).isEqualTo("secret");
            assertThat(Files.getPosixFilePermissions(folder.resolve("master-key")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }
}

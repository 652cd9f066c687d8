package dev.fairlead.controlplane.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.control.keys.Keys;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.keys.KeyStore;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.model.ids.OrganizationId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/// Keys open by their text and are stored by their hash.
class KeysTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    private final Database database = TestPostgres.migrated();
    private final OrganizationId organization =
            new ProjectStore(database, Clock.systemUTC()).firstOrganization();

    @AfterEach
    void close() {
        database.close();
    }

    private Keys keys(Instant at) {
        Clock clock = Clock.fixed(at, ZoneOffset.UTC);
        return new Keys(new KeyStore(database, clock), clock);
    }

    @Test
    void a_key_opens_and_only_its_hash_is_stored() {
        // Given
        Keys keys = keys(NOW);
        String text = Keys.generate();
        // When
        keys.add(organization, "first", text);
        // Then
        assertThat(text).matches("flk_[0-9a-f]{64}");
        assertThat(keys.find(text).orElseThrow().organization()).isEqualTo(organization);
        assertThat(keys.any()).isTrue();
        assertThat(
                        database.<String>inInstallation(handle ->
                                handle.createQuery("select keys::text from keys")
                                        .mapTo(String.class)
                                        .one()))
                .doesNotContain(text.substring("flk_".length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "flk_", "flk_00", "x' or true --"})
    void what_has_not_the_shape_of_a_key_opens_nothing(String text) {
        // When
        var found = keys(NOW).find(text);
        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void a_revoked_key_opens_nothing_once_it_is_looked_up_again() {
        // Given
        String text = Keys.generate();
        keys(NOW).add(organization, "first", text);
        database.inInstallation(handle -> handle.execute("update keys set revoked_at = now()"));
        // When
        var found = keys(NOW.plus(Duration.ofSeconds(6))).find(text);
        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void a_known_key_opens_for_a_moment_without_the_database() {
        // Given
        Keys keys = keys(NOW);
        String text = Keys.generate();
        keys.add(organization, "first", text);
        assertThat(keys.find(text)).isPresent();
        database.close();
        // When
        var found = keys.find(text);
        // Then
        assertThat(found).isPresent();
    }
}

package dev.fairlead.controlplane.store.registries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.organizations.OrganizationStore;
import dev.fairlead.model.apps.RegistryHost;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.people.DisplayName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

class RegistryStoreTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final byte[] SEALED = "sealed".getBytes(StandardCharsets.UTF_8);

    private final Database database = TestPostgres.migrated();
    private final OrganizationStore organizations = new OrganizationStore(database, CLOCK);
    private final RegistryStore store = new RegistryStore(database, CLOCK);
    private final OrganizationId one = organization("one");

    private OrganizationId organization(String name) {
        return organizations.create(new DisplayName(name), Optional.empty()).id();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_registry_is_its_organizations_alone_and_the_last_word_counts() {
        // Given
        var host = new RegistryHost("ghcr.io");
        OrganizationId other = organization("other");
        store.put(one, host, "ada", SEALED);
        // When
        store.put(one, host, "grace", SEALED);
        // Then
        assertThat(store.list(one)).extracting(Registry::user).containsExactly("grace");
        assertThat(store.find(other, host)).isEmpty();
        assertThat(store.delete(other, host)).isFalse();
        assertThat(store.delete(one, host)).isTrue();
        assertThat(store.list(one)).isEmpty();
    }

    @Test
    void one_too_many_is_refused_and_changes_nothing() {
        // Given
        for (int i = 0; i < 50; i++) {
            store.put(one, new RegistryHost("r" + i + ".example"), "ada", SEALED);
        }
        // When, then
        assertThatThrownBy(() -> store.put(one, new RegistryHost("more.example"), "ada", SEALED))
                .isInstanceOf(Rejected.class);
        assertThat(store.list(one)).hasSize(50);
    }

    @Test
    void what_an_organization_has_goes_with_it() {
        // Given
        store.put(one, new RegistryHost("ghcr.io"), "ada", SEALED);
        // When
        organizations.delete(one);
        // Then
        assertThat(store.list(one)).isEmpty();
    }
}

package dev.fairlead.controlplane.store.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.dataplane.signing.NonceStore.Outcome;
import dev.fairlead.dataplane.signing.NonceStore.Use;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What PostgreSQL says of nonces, by its own clock.
@Tag("slow")
class UsedNoncesTest {
    private static final Clock CLOCK = Clock.systemUTC();

    private final Database database = TestPostgres.migrated();
    private final OrganizationId organization = TestPostgres.organization(database, "signed");
    private final ServiceId function =
            new ServiceStore(database, CLOCK)
                    .create(
                            new ProjectStore(database, CLOCK)
                                    .create(organization, new ProjectName("shop")),
                            new ServiceName("paid"),
                            ServiceSettings.DEFAULT)
                    .id();
    private final SigningSecretStore secrets = new SigningSecretStore(database, CLOCK);
    private final UsedNonces nonces = new UsedNonces(database);

    UsedNoncesTest() {
        secrets.rotate(organization, function, "first", new byte[1], CLOCK.instant());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Use use(String key, String nonce, Duration ago) {
        return new Use(function, key, nonce, CLOCK.instant().minus(ago));
    }

    @Test
    void each_use_has_its_own_outcome_in_the_order_that_was_asked() {
        // Given
        nonces.remember(List.of(use("first", "b", Duration.ZERO)));
        // When
        List<Outcome> outcomes =
                nonces.remember(
                        List.of(
                                use("first", "c", Duration.ZERO),
                                use("first", "b", Duration.ZERO),
                                use("unknown", "d", Duration.ZERO),
                                use("first", "a", Duration.ZERO)));
        // Then
        assertThat(outcomes)
                .containsExactly(Outcome.FRESH, Outcome.USED, Outcome.REVOKED, Outcome.FRESH);
    }

    @Test
    void a_secret_that_was_ended_is_told_at_once_and_the_one_before_while_it_holds() {
        // Given
        Instant later = CLOCK.instant().plus(Duration.ofHours(1));
        secrets.rotate(organization, function, "second", new byte[1], later);
        // When
        List<Outcome> held =
                nonces.remember(
                        List.of(
                                use("first", "a", Duration.ZERO),
                                use("second", "b", Duration.ZERO)));
        secrets.rotate(organization, function, "third", new byte[1], CLOCK.instant());
        // Then
        assertThat(held).containsOnly(Outcome.FRESH);
        assertThat(
                        nonces.remember(
                                List.of(
                                        use("first", "c", Duration.ZERO),
                                        use("second", "d", Duration.ZERO),
                                        use("third", "e", Duration.ZERO))))
                .containsExactly(Outcome.REVOKED, Outcome.REVOKED, Outcome.FRESH);
        assertThat(secrets.of(function)).hasSize(1);
    }

    @Test
    void what_is_forgotten_could_not_be_used_again() {
        // Given
        Duration longAgo = Duration.ofMinutes(16);
        nonces.remember(List.of(use("first", "new", Duration.ofMinutes(14))));
        database.inInstallation(handle ->
                handle.execute(
                        "insert into signature_nonces values (?, 'old', now() - interval '1 s')",
                        function.value()));
        // When
        int gone = nonces.purge();
        // Then
        assertThat(gone).isEqualTo(1);
        assertThat(nonces.remember(List.of(use("first", "new", Duration.ZERO))))
                .containsExactly(Outcome.USED);
        assertThat(nonces.remember(List.of(use("first", "late", longAgo))))
                .containsExactly(Outcome.USED);
    }

    @Test
    void thousands_are_remembered_in_few_questions() {
        // Given
        int batches = 20;
        int each = 500;
        long begun = System.nanoTime();
        for (int i = 0; i < batches; i++) {
            var uses = new ArrayList<Use>();
            for (int j = 0; j < each; j++) {
                uses.add(use("first", i + "/" + j, Duration.ZERO));
            }
            // When
            List<Outcome> outcomes = nonces.remember(uses);
            // Then
            assertThat(outcomes).hasSize(each).containsOnly(Outcome.FRESH);
        }
        long millis = (System.nanoTime() - begun) / 1_000_000;
        System.out.printf("%d nonces were remembered in %d ms%n", batches * each, millis);
    }
}

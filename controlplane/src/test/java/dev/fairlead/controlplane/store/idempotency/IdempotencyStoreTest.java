package dev.fairlead.controlplane.store.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.idempotency.IdempotencyStore.Claim;
import dev.fairlead.controlplane.store.idempotency.IdempotencyStore.Remembered;
import dev.fairlead.model.ids.OrganizationId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

class IdempotencyStoreTest {
    private static final Database DATABASE = TestPostgres.migrated();
    private static final OrganizationId OURS = TestPostgres.organization(DATABASE, "ours");
    private static final OrganizationId THEIRS = TestPostgres.organization(DATABASE, "theirs");
    private static final Remembered ANSWER =
            new Remembered("abc", 201, "content-type: application/json\netag: \"1\"", "{\"a\":1}");
    private static final AtomicInteger KEYS = new AtomicInteger();

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final IdempotencyStore store = new IdempotencyStore(DATABASE, clock);
    private final String key = "key " + KEYS.incrementAndGet();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private UUID first(OrganizationId organization) {
        Claim claim = store.claim(organization, key);
        assertThat(claim).isInstanceOf(Claim.First.class);
        return ((Claim.First) claim).id();
    }

    @Test
    void whoever_comes_second_waits_and_then_gets_the_first_answer() {
        // Given
        UUID id = first(OURS);
        Claim meanwhile = store.claim(OURS, key);
        // When
        store.finish(OURS, key, id, ANSWER);
        // Then
        assertThat(meanwhile).isEqualTo(new Claim.InProgress());
        assertThat(store.claim(OURS, key)).isEqualTo(new Claim.Done(ANSWER));
    }

    @Test
    void of_many_at_once_one_is_first() {
        // Given / When
        long firsts =
                IntStream.range(0, 32)
                        .parallel()
                        .mapToObj(_ -> store.claim(OURS, key))
                        .filter(Claim.First.class::isInstance)
                        .count();
        // Then
        assertThat(firsts).isEqualTo(1);
    }

    @Test
    void another_organization_has_its_own_keys() {
        // Given
        store.finish(OURS, key, first(OURS), ANSWER);
        // When
        Claim theirs = store.claim(THEIRS, key);
        // Then
        assertThat(theirs).isInstanceOf(Claim.First.class);
    }

    @Test
    void what_was_abandoned_is_first_again() {
        // Given
        UUID id = first(OURS);
        // When
        store.abandon(OURS, key, id);
        // Then
        assertThat(first(OURS)).isNotEqualTo(id);
    }

    @Test
    void a_claim_whose_lease_ran_out_goes_to_whoever_comes_next() {
        // Given
        UUID dead = first(OURS);
        pass(IdempotencyStore.LEASE.plusMillis(1));
        UUID alive = first(OURS);
        // When
        store.finish(OURS, key, dead, ANSWER);
        store.abandon(OURS, key, dead);
        // Then
        assertThat(store.renew(OURS, key, dead)).isFalse();
        assertThat(store.renew(OURS, key, alive)).isTrue();
        assertThat(store.claim(OURS, key)).isEqualTo(new Claim.InProgress());
    }

    @Test
    void a_renewed_claim_holds() {
        // Given
        UUID id = first(OURS);
        pass(IdempotencyStore.LEASE.minusSeconds(1));
        store.renew(OURS, key, id);
        // When
        pass(IdempotencyStore.LEASE.minusSeconds(1));
        // Then
        assertThat(store.claim(OURS, key)).isEqualTo(new Claim.InProgress());
    }

    @Test
    void an_answer_is_kept_for_a_day() {
        // Given
        store.finish(OURS, key, first(OURS), ANSWER);
        pass(Duration.ofHours(24));
        Claim inTime = store.claim(OURS, key);
        // When
        pass(Duration.ofSeconds(1));
        // Then
        assertThat(inTime).isEqualTo(new Claim.Done(ANSWER));
        first(OURS);
    }

    @Test
    void what_is_older_than_a_day_is_purged() {
        // Given
        store.finish(OURS, key, first(OURS), ANSWER);
        pass(Duration.ofHours(25));
        // When
        int gone = store.purge();
        // Then
        assertThat(gone).isPositive();
        assertThat(store.purge()).isZero();
    }
}

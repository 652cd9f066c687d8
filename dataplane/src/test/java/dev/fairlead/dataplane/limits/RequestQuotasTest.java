package dev.fairlead.dataplane.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.limits.RequestLedger.Spent;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

class RequestQuotasTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final OrganizationId OURS = OrganizationId.next(CLOCK);
    private static final OrganizationId THEIRS = OrganizationId.next(CLOCK);
    private static final ProjectName SHOP = new ProjectName("shop");
    private static final ProjectName BLOG = new ProjectName("blog");
    private static final ServiceId HELLO = ServiceId.next(CLOCK);

    private final Book book = new Book();
    private final RequestQuotas quotas = new RequestQuotas(CLOCK);

    /// Writes down what it is told.
    private static final class Book implements RequestLedger {
        private final Map<ServiceId, Long> told = new ConcurrentHashMap<>();
        private volatile boolean away;
        private volatile Spent spent = Spent.NONE;

        @Override
        public Optional<Spent> settle(Map<ServiceId, Long> requests) {
            if (away) {
                return Optional.empty();
            }
            requests.forEach((function, count) -> told.merge(function, count, Long::sum));
            return Optional.of(spent);
        }

        long of(ServiceId function) {
            return told.getOrDefault(function, 0L);
        }

        void spend(Spent.Of who, Duration rest) {
            spent = new Spent(Set.of(who), Instant.now().plus(rest));
        }
    }

    @AfterEach
    void close() {
        quotas.close();
    }

    private void begin() {
        quotas.start(book);
    }

    @Test
    void every_request_is_told_once_whoever_counts_it() {
        // Given
        begin();
        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.execute(() -> {
                    for (int j = 0; j < 1000; j++) {
                        quotas.count(HELLO);
                        if (j % 100 == 0) {
                            quotas.settle(false);
                        }
                    }
                });
            }
        }
        quotas.settle(false);
        // Then
        assertThat(book.of(HELLO)).isEqualTo(50_000);
    }

    @Test
    void what_could_not_be_told_is_told_later() {
        // Given
        book.away = true;
        begin();
        quotas.count(HELLO);
        quotas.count(HELLO);
        quotas.settle(true);
        assertThat(book.of(HELLO)).isZero();
        // When
        book.away = false;
        quotas.settle(false);
        // Then
        assertThat(book.of(HELLO)).isEqualTo(2);
    }

    @Test
    void what_was_not_told_yet_is_told_at_the_end() {
        // Given
        begin();
        quotas.settle(true);
        quotas.count(HELLO);
        // When
        quotas.close();
        // Then
        assertThat(book.of(HELLO)).isEqualTo(1);
    }

    @Test
    void an_organization_that_used_it_up_is_refused_in_all_projects() {
        // Given
        book.spend(new Spent.Of(OURS, Optional.empty()), Duration.ofHours(1));
        begin();
        // When
        quotas.settle(true);
        // Then
        assertThat(quotas.spent(OURS, SHOP)).isPresent();
        assertThat(quotas.spent(OURS, BLOG)).isPresent();
        assertThat(quotas.spent(THEIRS, SHOP)).isEmpty();
    }

    @Test
    void a_project_that_used_it_up_is_refused_alone() {
        // Given
        book.spend(new Spent.Of(OURS, Optional.of(SHOP)), Duration.ofHours(1));
        begin();
        // When
        quotas.settle(true);
        // Then
        assertThat(quotas.spent(OURS, SHOP).orElseThrow()).isLessThanOrEqualTo(Duration.ofHours(1));
        assertThat(quotas.spent(OURS, BLOG)).isEmpty();
    }

    @Test
    void a_new_period_allows_requests_before_the_ledger_says_so() {
        // Given
        book.spend(new Spent.Of(OURS, Optional.empty()), Duration.ofMillis(50));
        begin();
        quotas.settle(true);
        book.away = true;
        // When
        while (Instant.now().isBefore(book.spent.until())) {
            LockSupport.parkNanos(1_000_000);
        }
        // Then
        assertThat(quotas.spent(OURS, SHOP)).isEmpty();
    }
}

package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Map;

/// Quotas of a day and of a month, at the end of them.
class QuotaPeriodsTest {
    private final TurnedClock clock = new TurnedClock();
    private final Installation fairlead = Installation.fresh(Map.of(), clock).ready();
    private final People people = new People(fairlead);

    @AfterEach
    void close() {
        fairlead.close();
    }

    @Test
    void deployments_count_by_the_day_and_what_was_deleted_counts_still() {
        // Given
        Tenant tenant = Tenant.of(people);
        Tenant.Project project = tenant.project();
        tenant.quotas("/organization/quotas", Map.of("deploymentsPerDay", 2));
        String first =
                tenant.function(project, "export default () => 1;").json().path("id").asString();
        people.ask(tenant.owner(), "DELETE", "/functions/" + first, "");
        Reply second = tenant.function(project, "export default () => 2;");
        // When
        Reply third = tenant.function(project, "export default () => 3;");
        // Then
        assertThat(second.status()).as(second.body()).isEqualTo(201);
        assertThat(third.code()).as(third.body()).isEqualTo("quota-exceeded");
        // When
        clock.turn(Duration.ofDays(1));
        // Then
        assertThat(tenant.again().function(project, "export default () => 4;").status())
                .isEqualTo(201);
    }

    @Test
    void requests_of_a_month_end_and_begin_again() {
        // Given
        Tenant tenant = Tenant.of(people);
        Tenant.Project project = tenant.project();
        JsonNode made = tenant.function(project, "export default () => 'hello';").json();
        String path = "/fn/" + project.name() + "/" + made.path("name").asString();
        Installation.await(() -> fairlead.get(path).status() == 200, "the function");
        // When
        tenant.quotas("/organization/quotas", Map.of("requestsPerMonth", 1));
        Installation.await(() -> fairlead.get(path).status() == 429, "the end of the quota");
        // Then
        Reply refused = fairlead.get(path);
        assertThat(refused.code()).isEqualTo("quota-exceeded");
        assertThat(refused.whole().headers().firstValue("retry-after")).isPresent();
        // When
        clock.turn(Duration.ofDays(32));
        // Then
        assertThat(fairlead.get(path).status()).isEqualTo(200);
    }
}

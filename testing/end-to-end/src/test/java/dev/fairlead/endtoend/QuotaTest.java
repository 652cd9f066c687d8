package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Quotas: what organizations and projects may use, and no more.
@Tag("slow")
class QuotaTest {
    private static final Installation FAIRLEAD = Installation.fresh(Map.of()).ready();
    private static final People PEOPLE = new People(FAIRLEAD);

    @AfterAll
    static void close() {
        FAIRLEAD.close();
    }

    @Test
    void of_functions_made_at_once_no_more_are_made_than_the_quota_allows() throws Exception {
        // Given
        Tenant tenant = Tenant.of(PEOPLE);
        Tenant.Project project = tenant.project();
        tenant.quotas("/organization/quotas", Map.of("functions", 3));
        Callable<Reply> create = () -> tenant.function(project, "export default () => 1;");
        // When
        List<Reply> replies;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            replies =
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> create).toList()).stream()
                            .map(Future::resultNow)
                            .toList();
        }
        // Then
        assertThat(replies.stream().filter(r -> r.status() == 201)).hasSize(3);
        assertThat(replies.stream().filter(r -> r.status() != 201))
                .allSatisfy(r -> {
                    assertThat(r.code()).isEqualTo("quota-exceeded");
                    assertThat(r.whole().headers().firstValue("retry-after")).isPresent();
                });
        assertThat(tenant.quota("functions").path("used").asInt()).isEqualTo(3);
    }

    @Test
    void a_source_that_is_too_large_for_what_is_left_is_refused() {
        // Given
        Tenant tenant = Tenant.of(PEOPLE);
        Tenant.Project project = tenant.project();
        tenant.quotas("/projects/" + project.id() + "/quotas", Map.of("storageBytes", 4000));
        String large = "export default () => 1;//" + "x".repeat(5000);
        // When
        Reply refused = tenant.function(project, large);
        Reply elsewhere = tenant.function(tenant.project(), large);
        // Then
        assertThat(refused.code()).isEqualTo("quota-exceeded");
        assertThat(refused.body()).contains("the project has used 0 of 4000 (storageBytes)");
        assertThat(elsewhere.status()).isEqualTo(201);
        Installation.await(
                () -> tenant.quota("storageBytes").path("used").asLong() > 10_000,
                "the source and what was built of it");
    }

    @Test
    void nothing_is_built_once_the_minutes_are_used_up() {
        // Given
        Tenant tenant = Tenant.of(PEOPLE);
        Tenant.Project project = tenant.project();
        assertThat(tenant.function(project, "export default () => 1;").status()).isEqualTo(201);
        Installation.await(
                () -> tenant.quota("buildMinutesPerMonth").path("used").asLong() == 1,
                "the minute that was begun");
        // When
        tenant.quotas("/organization/quotas", Map.of("buildMinutesPerMonth", 0));
        // Then
        assertThat(tenant.function(project, "export default () => 2;").code())
                .isEqualTo("quota-exceeded");
    }

    @Test
    void nobody_raises_what_bounds_them() {
        // Given
        Tenant administrator = Tenant.of(PEOPLE);
        String organization = administrator.owner().organization();
        Tenant owner = new Tenant(PEOPLE, PEOPLE.join(organization, "owner"));
        Person developer = PEOPLE.join(organization, "developer");
        Tenant.Project project = owner.project();
        String ofProject = "/projects/" + project.id() + "/quotas";
        administrator.quotas("/organization/quotas", Map.of("functions", 1));
        owner.quotas(ofProject, Map.of("functions", 100));
        // When
        Reply raised =
                PEOPLE.ask(owner.owner(), "PUT", "/organization/quotas", Map.of("functions", 9));
        Reply byDeveloper = PEOPLE.ask(developer, "PUT", ofProject, Map.of("functions", 9));
        // Then
        assertThat(raised.status()).isEqualTo(403);
        assertThat(byDeveloper.status()).isEqualTo(403);
        assertThat(owner.function(project, "export default () => 1;").status()).isEqualTo(201);
        assertThat(owner.function(project, "export default () => 2;").code())
                .isEqualTo("quota-exceeded");
    }

    @Test
    void what_holds_for_everybody_gives_way_to_what_is_their_own() {
        // Given
        Tenant tenant = Tenant.of(PEOPLE);
        Tenant first = new Tenant(PEOPLE, PEOPLE.owner());
        // When
        first.quotas("/installation/quotas", Map.of("requestsPerMonth", 1_000_000));
        // Then
        JsonNode inherited = tenant.quota("requestsPerMonth");
        assertThat(inherited.path("most").asLong()).isEqualTo(1_000_000);
        assertThat(inherited.path("origin").asString()).isEqualTo("default");
        // When
        tenant.quotas("/organization/quotas", Map.of("requestsPerMonth", 5));
        // Then
        JsonNode own = tenant.quota("requestsPerMonth");
        assertThat(own.path("origin").asString()).isEqualTo("organization");
        assertThat(PEOPLE.get(tenant.owner(), "/audit-events?targetKind=quota").body())
                .contains("\"most\":5");
        first.quotas("/installation/quotas", Map.of());
    }

    @Test
    void bad_quotas_are_told_all_at_once() {
        // When
        Reply reply =
                PEOPLE.ask(
                        PEOPLE.owner(),
                        "PUT",
                        "/installation/quotas",
                        Map.of("functions", -1, "storageBytes", Long.MAX_VALUE));
        // Then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("/functions").contains("/storageBytes");
    }
}

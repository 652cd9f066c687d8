package dev.fairlead.controlplane.control.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.control.Bench;
import dev.fairlead.controlplane.control.changes.VariableReleases.Author;
import dev.fairlead.controlplane.control.changes.VariableReleases.What;
import dev.fairlead.controlplane.control.variables.Variables;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.environments.Environment.Protection;
import dev.fairlead.controlplane.store.environments.Environment.Retention;
import dev.fairlead.controlplane.store.environments.EnvironmentStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.variables.VariablePlace;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.variables.VariableName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Tag("slow")
class VariableReleasesTest {
    private static final Author SOMEBODY = new Author("somebody", _ -> true);

    private final Bench bench = new Bench();
    private final VariableReleases releases =
            new VariableReleases(
                    new VariableReleases.Stores(
                            bench.functionStore,
                            bench.environmentStore,
                            bench.versions,
                            bench.traffic),
                    bench.seen,
                    bench.configurations,
                    bench.deployments,
                    bench.routes);

    @AfterEach
    void close() {
        bench.close();
    }

    private static VariablePlace place(ServiceRecord function) {
        return VariablePlace.of(function.organization(), function.projectId());
    }

    private void set(ServiceRecord function, String value) {
        bench.variables.change(
                place(function),
                Optional.empty(),
                List.of(
                        new Variables.Wish(
                                new VariableName("MODE"),
                                value,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                List.of());
    }

    private List<What> release(ServiceRecord function) {
        return releases.release(place(function), SOMEBODY).stream()
                .map(VariableReleases.Outcome::what)
                .toList();
    }

    private Map<String, String> running(ServiceRecord function) {
        return bench.answering(function.id()).orElseThrow().environment();
    }

    @Test
    void what_is_live_is_released_with_what_it_sees_and_only_once() {
        // Given
        ServiceRecord function = bench.function();
        bench.deploy(function, "live");
        set(function, "new");
        // When
        List<What> first = release(function);
        List<What> second = release(function);
        // Then
        assertThat(first).containsExactly(new What.Released(2));
        assertThat(second).isEmpty();
        assertThat(running(function)).isEqualTo(Map.of("MODE", "new"));
        assertThat(bench.toolchain.builds).hasValue(1);
    }

    @Test
    void where_people_have_to_agree_it_waits_for_them() {
        // Given
        ServiceRecord function = bench.function();
        bench.deploy(function, "approved");
        Environment production = bench.production(function);
        bench.environmentStore.update(
                production,
                new EnvironmentStore.Wish(
                        Optional.empty(), new Protection(Optional.empty(), 1), Retention.ALL));
        set(function, "new");
        // When
        List<What> outcome = release(function);
        // Then
        assertThat(outcome).singleElement().isInstanceOf(What.Waiting.class);
        var id = ((What.Waiting) outcome.getFirst()).deployment();
        bench.run.run(id);
        assertThat(running(function)).isEmpty();
        bench.deployments.approve(bench.deploymentStore.find(id).orElseThrow(), "another");
        bench.run.run(id);
        assertThat(running(function)).isEqualTo(Map.of("MODE", "new"));
        assertThat(bench.toolchain.builds).hasValue(1);
    }

    @Test
    void a_frozen_environment_and_one_that_is_not_theirs_stay_as_they_are() {
        // Given
        ServiceRecord function = bench.function();
        bench.deploy(function, "frozen");
        set(function, "new");
        // When
        var notTheirs = releases.release(place(function), new Author("somebody", _ -> false));
        bench.environmentStore.freeze(bench.production(function), Optional.of("the sale"));
        List<What> frozen = release(function);
        // Then
        assertThat(notTheirs)
                .extracting(VariableReleases.Outcome::what)
                .containsExactly(new What.Kept("you may not deploy to this environment"));
        assertThat(frozen).containsExactly(new What.Kept("the environment is frozen"));
        assertThat(running(function)).isEmpty();
    }

    @Test
    void what_would_be_wrong_is_told_and_not_released() {
        // Given
        ServiceRecord function = bench.function();
        bench.deploy(function, "wrong");
        set(function, "${NOWHERE}");
        // When
        List<What> outcome = release(function);
        // Then
        assertThat(outcome)
                .singleElement()
                .isInstanceOfSatisfying(
                        What.Refused.class,
                        refused ->
                                assertThat(refused.problems())
                                        .singleElement()
                                        .satisfies(one ->
                                                assertThat(one.detail()).contains("${NOWHERE}")));
        assertThat(running(function)).isEmpty();
    }

    @Test
    void other_limits_keep_the_variables() {
        // Given
        ServiceRecord function = bench.function();
        set(function, "kept");
        bench.deploy(function, "limits");
        var settings = function.settings();
        var limits =
                new Limits(
                        Duration.ofSeconds(7),
                        settings.limits().memoryBytes(),
                        settings.limits().concurrency(),
                        settings.limits().queueLength(),
                        settings.limits().queueTimeout(),
                        settings.limits().maxRequestBytes(),
                        settings.limits().maxResponseBytes());
        // When
        bench.services.update(function, settings.with(limits), "somebody");
        // Then
        assertThat(bench.answering(function.id()).orElseThrow().version()).isEqualTo(2);
        assertThat(running(function)).isEqualTo(Map.of("MODE", "kept"));
    }
}

package dev.fairlead.controlplane.store.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.copying.CopyWriter;
import dev.fairlead.controlplane.store.days.DayPartitions;
import dev.fairlead.controlplane.store.days.DayPartitions.Retention;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Days of executions come and go.
class ExecutionPartitionsTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private final Database database = TestPostgres.migrated();
    private final OrganizationId organization =
            new ProjectStore(database, Clock.systemUTC()).firstOrganization();
    private final ExecutionStore store = new ExecutionStore(database);

    @AfterEach
    void close() {
        database.close();
    }

    private DayPartitions on(Instant at) {
        return DayPartitions.ofExecutions(database, Clock.fixed(at, ZoneOffset.UTC));
    }

    private ServiceRecord function() {
        var project =
                new ProjectStore(database, Clock.systemUTC())
                        .create(organization, new ProjectName("p"));
        return new ServiceStore(database, Clock.systemUTC())
                .create(project, new ServiceName("f"), ServiceSettings.DEFAULT);
    }

    private void record(ServiceRecord function, Instant at, int count) {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            ExecutionRow.copyLine(
                    lines,
                    Executions.of(
                            organization, function.id(), at, ExecutionStatus.SUCCEEDED, List.of()));
        }
        try (var writer = new CopyWriter(database::owner, "executions", ExecutionRow.COLUMNS)) {
            writer.write(lines.toString(), false);
        }
    }

    private long count(String table) {
        try (var owner = database.owner();
                var statement = owner.createStatement();
                var rows = statement.executeQuery("select count(*) from " + table)) {
            return rows.next() ? rows.getLong(1) : -1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void days_that_are_too_old_are_dropped_whole() {
        // Given
        ServiceRecord function = function();
        on(NOON.minus(Duration.ofDays(40))).prepare();
        on(NOON).prepare();
        record(function, NOON.minus(Duration.ofDays(40)), 5);
        record(function, NOON, 3);
        // When
        List<String> dropped = on(NOON).retain(new Retention(30, 1_000_000));
        // Then
        assertThat(dropped).contains("executions_20260129").doesNotContain("executions_20260310");
        assertThat(count("executions")).isEqualTo(3);
    }

    @Test
    void today_is_never_dropped_however_much_there_is() {
        // Given
        ServiceRecord function = function();
        on(NOON.minus(Duration.ofDays(2))).prepare();
        on(NOON).prepare();
        record(function, NOON.minus(Duration.ofDays(2)), 10);
        record(function, NOON, 10);
        analyze();
        // When
        List<String> dropped = on(NOON).retain(new Retention(30, 5));
        // Then
        assertThat(dropped).contains("executions_20260308");
        assertThat(count("executions")).isEqualTo(10);
    }

    private void analyze() {
        try (var owner = database.owner();
                var statement = owner.createStatement()) {
            statement.execute("analyze executions");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_day_takes_over_what_came_before_it_was_made() {
        // Given
        ServiceRecord function = function();
        record(function, NOON, 4);
        assertThat(count("executions_rest")).isEqualTo(4);
        // When
        on(NOON).prepare();
        // Then
        assertThat(count("executions_rest")).isZero();
        assertThat(count("executions_20260310")).isEqualTo(4);
        on(NOON).prepare();
        assertThat(
                        store.list(
                                        organization,
                                        function.id(),
                                        ExecutionFilter.ALL,
                                        Optional.empty(),
                                        10)
                                .items())
                .hasSize(4);
    }

    @Test
    void a_deleted_functions_executions_are_not_found_and_then_not_there() {
        // Given
        ServiceRecord function = function();
        on(NOON).prepare();
        record(function, NOON, 12_000);
        var one =
                store.list(organization, function.id(), ExecutionFilter.ALL, Optional.empty(), 1)
                        .items()
                        .getFirst();
        // When
        new ServiceStore(database, Clock.systemUTC()).delete(organization, function.id());
        // Then
        assertThat(store.find(organization, one.id())).isEmpty();
        assertThat(count("executions")).isEqualTo(7_000);
        on(NOON).retain(Retention.DEFAULT);
        assertThat(count("executions")).isZero();
    }
}

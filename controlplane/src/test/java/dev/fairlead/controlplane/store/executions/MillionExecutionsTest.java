package dev.fairlead.controlplane.store.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.copying.CopyWriter;
import dev.fairlead.controlplane.store.days.DayPartitions;
import dev.fairlead.controlplane.store.projects.Project;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Lists stay on an index at a million rows.
@Tag("slow")
class MillionExecutionsTest {
    private static final int ROWS = 1_000_000;
    private static final int BATCH = 20_000;
    private static final Duration APART = Duration.ofMillis(400);
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Database DATABASE = TestPostgres.migrated();
    private static final ExecutionStore STORE = new ExecutionStore(DATABASE);
    private static final OrganizationId ORGANIZATION =
            new ProjectStore(DATABASE, Clock.systemUTC()).firstOrganization();
    private static final Project PROJECT =
            new ProjectStore(DATABASE, Clock.systemUTC())
                    .create(ORGANIZATION, new ProjectName("p"));
    private static final ServiceId BUSY =
            new ServiceStore(DATABASE, Clock.systemUTC())
                    .create(PROJECT, new ServiceName("busy"), ServiceSettings.DEFAULT)
                    .id();

    /// Five days of them, one in 100,000 failed.
    @BeforeAll
    static void load() {
        for (int day = 0; day < 6; day++) {
            Instant at = NOW.minus(Duration.ofDays(day));
            DayPartitions.ofExecutions(DATABASE, Clock.fixed(at, ZoneOffset.UTC)).prepare();
        }
        long began = System.nanoTime();
        try (var writer = new CopyWriter(DATABASE::owner, "executions", ExecutionRow.COLUMNS)) {
            for (int from = 0; from < ROWS; from += BATCH) {
                var lines = new StringBuilder();
                for (int i = from; i < from + BATCH; i++) {
                    boolean failed = i % 100_000 == 7;
                    ExecutionRow.copyLine(
                            lines,
                            Executions.of(
                                    ORGANIZATION,
                                    BUSY,
                                    NOW.minus(APART.multipliedBy(ROWS - i)),
                                    failed ? ExecutionStatus.FAILED : ExecutionStatus.SUCCEEDED,
                                    List.of()));
                }
                writer.write(lines.toString(), false);
            }
        }
        long took = (System.nanoTime() - began) / 1_000_000;
        System.out.println(ROWS + " executions were written in " + took + " ms");
        try (var owner = DATABASE.owner();
                var statement = owner.createStatement()) {
            // On a busy machine this takes longer than a caller of the API would be kept waiting.
            owner.setNetworkTimeout(Runnable::run, 120_000);
            statement.execute("analyze executions");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static Page<Execution> timed(String what, Supplier<Page<Execution>> list) {
        Page<Execution> cold = list.get();
        assertThat(cold.items()).isNotEmpty();
        long began = System.nanoTime();
        Page<Execution> page = list.get();
        System.out.println(what + " took " + (System.nanoTime() - began) / 1000 + " us");
        return page;
    }

    private static String plan(String where) {
        List<String> lines =
                DATABASE.inTenant(
                        ORGANIZATION,
                        handle ->
                                handle.createQuery(
                                                "explain select * from executions where"
                                                        + " function_id = :function"
                                                        + where
                                                        + " order by id desc limit 51")
                                        .bind("function", BUSY.value())
                                        .mapTo(String.class)
                                        .list());
        return String.join("\n", lines);
    }

    private static ExecutionFilter failed() {
        return new ExecutionFilter(
                Optional.of(ExecutionStatus.FAILED),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void the_newest_ones_come_from_an_index() {
        // When
        Page<Execution> page =
                timed(
                        "first page of a function",
                        () ->
                                STORE.list(
                                        ORGANIZATION,
                                        BUSY,
                                        ExecutionFilter.ALL,
                                        Optional.empty(),
                                        50));
        // Then
        assertThat(page.items()).hasSize(50);
        assertThat(plan("")).contains("Index Scan").doesNotContain("Seq Scan", "Sort  (");
    }

    @Test
    void failures_among_successes_come_from_an_index_of_their_own() {
        // When
        Page<Execution> page =
                timed(
                        "failures of a function",
                        () -> STORE.list(ORGANIZATION, BUSY, failed(), Optional.empty(), 50));
        // Then
        assertThat(page.items()).hasSize(10);
        // PostgreSQL reads days that have no rows at all as they lie.
        assertThat(plan(" and status = 'FAILED' and status <> 'SUCCEEDED'"))
                .contains("Index Scan using executions_20260310_function_id_id_idx1")
                .doesNotContain("Seq Scan on executions_20260310");
    }

    @Test
    void a_projects_newest_ones_and_the_last_page_are_as_near() {
        // Given
        Page<Execution> first =
                timed(
                        "first page of a project",
                        () ->
                                STORE.list(
                                        ORGANIZATION,
                                        PROJECT.id(),
                                        ExecutionFilter.ALL,
                                        Optional.empty(),
                                        50));
        // When
        Page<Execution> second =
                timed(
                        "second page of a project",
                        () ->
                                STORE.list(
                                        ORGANIZATION,
                                        PROJECT.id(),
                                        ExecutionFilter.ALL,
                                        first.next().map(c -> c.last()),
                                        50));
        // Then
        assertThat(second.items()).hasSize(50).doesNotContainAnyElementsOf(first.items());
        assertThat(STORE.find(ORGANIZATION, first.items().getFirst().id()))
                .contains(first.items().getFirst());
    }
}

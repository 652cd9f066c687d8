package dev.fairlead.controlplane.store.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.copying.ConnectionSource;
import dev.fairlead.controlplane.store.days.DayPartitions;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.dataplane.telemetry.RunningCalls;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.executions.LogLine;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Every execution is recorded once, whatever the database does.
@Tag("slow")
@Timeout(60)
class ExecutionRecorderTest {
    private static final Database DATABASE = TestPostgres.migrated();
    private static final RunningCalls NOBODY = (_, _) -> List.of();
    private static final Clock CLOCK = Clock.systemUTC();
    private static final ExecutionStore STORE = new ExecutionStore(DATABASE);
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final ProjectStore PROJECTS = new ProjectStore(DATABASE, CLOCK);
    private static final OrganizationId ORGANIZATION = PROJECTS.firstOrganization();

    @TempDir private Path folder = Path.of("unset");
    private Path spill = Path.of("unset");

    @BeforeAll
    static void days() {
        DayPartitions.ofExecutions(DATABASE, CLOCK).prepare();
    }

    @BeforeEach
    void name() {
        spill = folder.resolve("spill");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static ServiceRecord function() {
        var project = PROJECTS.create(ORGANIZATION, new ProjectName("r" + NAMES.incrementAndGet()));
        return new ServiceStore(DATABASE, CLOCK)
                .create(project, new ServiceName("f"), ServiceSettings.DEFAULT);
    }

    private static long count(ServiceRecord function) {
        return DATABASE.inInstallation(handle ->
                handle.createQuery("select count(*) from executions where function_id = ?")
                        .bind(0, function.id().value())
                        .mapTo(Long.class)
                        .one());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static ConnectionSource login(String name) {
        return name.equals("owner") ? DATABASE::owner : DATABASE::dedicated;
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "runtime"})
    void what_was_offered_is_found_as_it_was(String login) throws InterruptedException {
        // Given
        var function = function();
        var line = new LogLine(Instant.parse("2026-01-02T03:04:05.678901Z"), "info", "hi\0 \"\\\n");
        Execution failed =
                Executions.of(
                        ORGANIZATION,
                        function.id(),
                        Instant.now(),
                        ExecutionStatus.FAILED,
                        List.of(line));
        try (var recorder = new ExecutionRecorder(login(login), spill, NOBODY)) {
            recorder.start();
            // When
            recorder.offer(failed);
            recorder.settle();
            // Then
            assertThat(recorder.recorded()).isEqualTo(1);
            assertThat(recorder.spilled()).isZero();
        }
        Execution found = STORE.find(ORGANIZATION, failed.id()).orElseThrow();
        assertThat(found)
                .usingRecursiveComparison()
                .ignoringFields("errorMessage", "logs")
                .isEqualTo(failed);
        assertThat(found.errorMessage()).contains("a\tb\\c\nd\ufffde");
        assertThat(found.logs()).containsExactly(new LogLine(line.at(), "info", "hi\ufffd \"\\\n"));
    }

    @Test
    void while_the_database_is_away_a_file_takes_all_and_gives_it_back_once()
            throws InterruptedException {
        // Given
        var function = function();
        var up = new AtomicInteger();
        ConnectionSource source =
                () -> {
                    if (up.get() == 0) {
                        throw new SQLException("away", "08001");
                    }
                    return DATABASE.owner();
                };
        try (var recorder = new ExecutionRecorder(source, spill, NOBODY)) {
            recorder.start();
            for (int i = 0; i < 10_000; i++) {
                recorder.offer(Executions.of(ORGANIZATION, function.id()));
            }
            await(() -> recorder.spilled() == 10_000);
            // When
            up.set(1);
            await(() -> recorder.recorded() == 10_000);
            // Then
            assertThat(recorder.lost()).isZero();
            assertThat(count(function)).isEqualTo(10_000);
        }
    }

    @Test
    void a_batch_whose_commit_was_not_confirmed_is_there_once() throws InterruptedException {
        // Given
        var function = function();
        Execution execution = Executions.of(ORGANIZATION, function.id());
        try (var recorder = new ExecutionRecorder(DATABASE::owner, spill, NOBODY)) {
            recorder.start();
            recorder.offer(execution);
            recorder.settle();
        }
        var lines = new StringBuilder();
        ExecutionRow.copyLine(lines, execution);
        try (var file = new SpillFile(spill, 1 << 20)) {
            file.append(lines.toString());
        }
        // When
        try (var recorder = new ExecutionRecorder(DATABASE::owner, spill, NOBODY)) {
            recorder.start();
            await(() -> emptied(spill));
            // Then
            assertThat(recorder.recorded()).isZero();
        }
        assertThat(count(function)).isEqualTo(1);
    }

    private static boolean emptied(Path file) {
        try {
            return Files.size(file) == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_row_that_the_database_refuses_takes_no_other_with_it() throws InterruptedException {
        // Given
        var function = function();
        var good = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            ExecutionRow.copyLine(good, Executions.of(ORGANIZATION, function.id()));
        }
        try (var file = new SpillFile(spill, 1 << 20)) {
            file.append("this is no row\n" + good);
        }
        // When
        try (var recorder = new ExecutionRecorder(DATABASE::owner, spill, NOBODY)) {
            recorder.start();
            await(() -> emptied(spill));
            // Then
            assertThat(recorder.lost()).isEqualTo(1);
            assertThat(recorder.recorded()).isEqualTo(3);
        }
        assertThat(count(function)).isEqualTo(3);
    }

    @Test
    void a_close_writes_what_is_left() {
        // Given
        var function = function();
        var recorder = new ExecutionRecorder(DATABASE::owner, spill, NOBODY);
        recorder.start();
        for (int i = 0; i < 20_000; i++) {
            recorder.offer(Executions.of(ORGANIZATION, function.id()));
        }
        // When
        recorder.close();
        // Then
        assertThat(recorder.lost()).isZero();
        assertThat(count(function) + recorder.spilled()).isEqualTo(20_000);
    }

    @Test
    void a_database_that_hangs_does_not_hold_up_what_comes() throws Exception {
        // Given
        var function = function();
        try (Connection blocker = DATABASE.owner();
                var statement = blocker.createStatement();
                var recorder = new ExecutionRecorder(DATABASE::owner, spill, NOBODY)) {
            recorder.start();
            blocker.setAutoCommit(false);
            statement.execute("lock table executions in access exclusive mode");
            // When
            for (int i = 0; i < 200_000; i++) {
                recorder.offer(Executions.of(ORGANIZATION, function.id()));
                if (i % 10_000 == 0) {
                    recorder.settle();
                }
            }
            await(() -> recorder.spilled() > 100_000);
            blocker.rollback();
            await(() -> recorder.recorded() == 200_000);
            // Then
            assertThat(recorder.lost()).isZero();
        }
        assertThat(count(function)).isEqualTo(200_000);
    }

    @Test
    void what_has_no_room_is_counted() throws InterruptedException {
        // Given
        var function = function();
        ConnectionSource nowhere =
                () -> {
                    throw new SQLException("away", "08001");
                };
        try (var recorder = new ExecutionRecorder(nowhere, spill, NOBODY, 100_000)) {
            recorder.start();
            // When
            for (int i = 0; i < 10_000; i++) {
                recorder.offer(Executions.of(ORGANIZATION, function.id()));
            }
            await(() -> recorder.spilled() + recorder.lost() == 10_000);
            // Then
            assertThat(recorder.lost()).isPositive();
            assertThat(recorder.recorded()).isZero();
        }
    }

    @Test
    void an_id_of_nothing_is_not_found() {
        // Given
        var never = ExecutionId.next(CLOCK);
        // When
        var found = STORE.find(ORGANIZATION, never);
        // Then
        assertThat(found).isEmpty();
    }
}

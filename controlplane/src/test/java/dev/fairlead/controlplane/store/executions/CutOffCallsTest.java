package dev.fairlead.controlplane.store.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.days.DayPartitions;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.dataplane.telemetry.RunningCall;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// A call that a crash cuts off is an execution all the same, once.
@Timeout(60)
class CutOffCallsTest {
    private static final Database DATABASE = TestPostgres.migrated();
    private static final Clock CLOCK = Clock.systemUTC();
    private static final ExecutionStore STORE = new ExecutionStore(DATABASE);
    private static final OrganizationId ORGANIZATION =
            new ProjectStore(DATABASE, CLOCK).firstOrganization();
    private static final ServiceId FUNCTION = function();

    private final List<RunningCall> running = new CopyOnWriteArrayList<>();
    @TempDir private Path folder = Path.of("unset");
    private Path spill = Path.of("unset");
    private Path journal = Path.of("unset");

    private static ServiceId function() {
        var project = new ProjectStore(DATABASE, CLOCK).create(ORGANIZATION, new ProjectName("p"));
        return new ServiceStore(DATABASE, CLOCK)
                .create(project, new ServiceName("f"), ServiceSettings.DEFAULT)
                .id();
    }

    @BeforeAll
    static void days() {
        DayPartitions.ofExecutions(DATABASE, CLOCK).prepare();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void name() {
        spill = folder.resolve("spill");
        journal = folder.resolve("spill.running");
    }

    private ExecutionRecorder recorder() {
        return new ExecutionRecorder(
                DATABASE::owner, spill, (_, most) -> running.stream().limit(most).toList());
    }

    private static RunningCall call() {
        return Executions.running(ORGANIZATION, FUNCTION);
    }

    private static Optional<Execution> found(RunningCall call) {
        return STORE.find(ORGANIZATION, call.id());
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    /// As the call would have been recorded by the process that ran it.
    private static Execution ended(RunningCall call) {
        return new Execution(
                call.id(),
                call.organization(),
                call.function(),
                call.version(),
                call.trigger(),
                ExecutionStatus.SUCCEEDED,
                call.startedAt(),
                1,
                2,
                3,
                StartKind.WARM,
                4,
                5,
                6,
                200,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    @Test
    void a_call_that_a_kill_cut_off_is_shown_failed() throws IOException {
        // Given
        RunningCall call = call();
        running.add(call);
        try (var recorder = recorder()) {
            recorder.start();
            await(() -> Files.exists(journal));
        }
        running.clear();
        // When
        try (var recorder = recorder()) {
            recorder.start();
            await(() -> recorder.recorded() == 1);
        }
        // Then
        Execution execution = found(call).orElseThrow();
        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(execution.errorCode()).contains("server-stopped");
        assertThat(execution.version()).isEqualTo(call.version());
        assertThat(journal).doesNotExist();
    }

    @Test
    void a_call_whose_record_is_stored_keeps_it() throws Exception {
        // Given
        RunningCall stored = call();
        RunningCall spilled = call();
        RunningCall cut = call();
        try (var recorder = recorder()) {
            recorder.start();
            recorder.offer(ended(stored));
            recorder.settle();
        }
        var lines = new StringBuilder();
        ExecutionRow.copyLine(lines, ended(spilled));
        try (var file = new SpillFile(spill, 1 << 20)) {
            file.append(lines.toString());
        }
        new RunningFile(journal).write(List.of(stored, spilled, cut));
        // When
        try (var recorder = recorder()) {
            recorder.start();
            await(() -> found(cut).isPresent());
        }
        // Then
        assertThat(found(stored).orElseThrow().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(found(spilled).orElseThrow().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(found(cut).orElseThrow().status()).isEqualTo(ExecutionStatus.FAILED);
    }

    @Test
    void a_damaged_journal_does_not_stop_the_start() throws Exception {
        // Given
        RunningCall call = call();
        Files.writeString(journal, "fairlead-running 1 0\nhalf a li");
        // When
        try (var recorder = recorder()) {
            recorder.start();
            recorder.offer(ended(call));
            recorder.settle();
        }
        // Then
        assertThat(found(call)).isPresent();
        assertThat(folder.resolve("spill.running.bad")).exists();
    }

    @Test
    void a_recorder_that_never_started_forgets_nothing() throws IOException {
        // Given
        new RunningFile(journal).write(List.of(call()));
        // When
        recorder().close();
        // Then
        assertThat(journal).exists();
    }
}

package dev.fairlead.controlplane.store.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.telemetry.RunningCall;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.ExecutionStatus;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class RunningJournalTest {
    private static final Duration AGE = Duration.ofMillis(250);

    private final List<RunningCall> running = new ArrayList<>();
    @TempDir private Path folder = Path.of("unset");
    private Path path = Path.of("unset");

    @BeforeEach
    void name() {
        path = folder.resolve("running");
    }

    private RunningJournal journal(Duration safeAfter) {
        return new RunningJournal(
                (_, most) -> running.stream().limit(most).toList(),
                new RunningFile(path),
                safeAfter);
    }

    private List<RunningCall> onDisk() {
        return new RunningFile(path).read();
    }

    @Test
    void a_call_is_on_disk_until_its_record_is_safe() {
        // Given
        var journal = journal(Duration.ZERO);
        RunningCall call = Executions.running();
        running.add(call);
        journal.note(AGE, () -> 0, () -> 0);
        var whileItRan = onDisk();
        // When
        running.clear();
        journal.note(AGE, () -> 7, () -> 6);
        var beforeItsRecord = onDisk();
        journal.note(AGE, () -> 9, () -> 7);
        // Then
        assertThat(whileItRan).containsExactly(call);
        assertThat(beforeItsRecord).containsExactly(call);
        assertThat(path).doesNotExist();
    }

    @Test
    void a_record_whose_commit_did_not_wait_for_the_disk_is_given_time() {
        // Given
        var journal = journal(Duration.ofHours(1));
        running.add(Executions.running());
        journal.note(AGE, () -> 0, () -> 0);
        running.clear();
        // When
        journal.note(AGE, () -> 1, () -> 1);
        // Then
        assertThat(onDisk()).hasSize(1);
    }

    @Test
    void nothing_is_written_while_nothing_changes() throws IOException {
        // Given
        var journal = journal(Duration.ZERO);
        running.add(Executions.running());
        journal.note(AGE, () -> 0, () -> 0);
        Files.delete(path);
        // When
        journal.note(AGE, () -> 5, () -> 5);
        // Then
        assertThat(path).doesNotExist();
    }

    @Test
    void a_stop_in_peace_leaves_what_still_runs() {
        // Given
        var journal = journal(Duration.ofHours(1));
        RunningCall stays = Executions.running();
        running.addAll(List.of(Executions.running(), stays));
        journal.note(AGE, () -> 0, () -> 0);
        running.removeFirst();
        // When
        journal.leave();
        // Then
        assertThat(onDisk()).containsExactly(stays);
    }

    @Test
    void what_was_cut_off_is_an_execution_that_failed() {
        // Given
        RunningCall call = Executions.running();
        running.add(call);
        journal(Duration.ZERO).note(AGE, () -> 0, () -> 0);
        // When
        List<Execution> cutOff = journal(Duration.ZERO).cutOff();
        // Then
        assertThat(cutOff).hasSize(1);
        Execution execution = cutOff.getFirst();
        assertThat(execution.id()).isEqualTo(call.id());
        assertThat(execution.startedAt()).isEqualTo(call.startedAt());
        assertThat(execution.version()).isEqualTo(call.version());
        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(execution.errorCode()).contains("server-stopped");
    }

    @Test
    void a_disk_that_takes_nothing_stops_nothing() throws IOException {
        // Given
        Files.createDirectories(path.resolve("in the way"));
        var journal = journal(Duration.ZERO);
        running.add(Executions.running());
        // When
        journal.note(AGE, () -> 0, () -> 0);
        // Then
        assertThat(path).isDirectory();
    }
}

package dev.fairlead.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.deployments.BuildFailed;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/// What every sandbox must hold a step to.
public abstract class LimitsContract extends SandboxContract {
    private Ending end(Step step) throws IOException, InterruptedException {
        try (SandboxedProcess process = sandbox().start(step)) {
            process.input().close();
            var reader = Thread.ofVirtual().start(() -> drain(process.output()));
            drain(process.errors());
            reader.join();
            assertThat(process.await(Duration.ofSeconds(60))).isTrue();
            return process.ending();
        }
    }

    private static void drain(InputStream from) {
        try {
            from.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // It was killed.
        }
    }

    /// Where no group counts, one process may be refused memory and end by itself.
    protected List<Ending> memoryEndings() {
        return List.of(new Ending.OutOfMemory());
    }

    @Test
    void a_step_is_stopped_at_its_time() {
        // Given
        Step step =
                Step.of(
                        List.of("/usr/bin/sleep", "710014"),
                        work,
                        LIMITS.within(Duration.ofMillis(300)));
        // When, Then
        assertThatThrownBy(() -> run(step))
                .isInstanceOf(BuildFailed.class)
                .hasMessageContaining("sleep took more than");
        assertThat(Processes.withArgument("710014")).isEmpty();
    }

    @Test
    void a_fork_bomb_is_contained_and_gone() throws Exception {
        // Given
        Step step = step("/usr/bin/perl", "-e", "$SIG{CHLD}='IGNORE'; while (1) { fork(); }");
        try (SandboxedProcess _ = sandbox().start(step)) {
            // When
            Processes.await(() -> Processes.withArgument("fork();").size() > 40);
            int most = 0;
            for (int look = 0; look < 20; look++) {
                most = Math.max(most, Processes.withArgument("fork();").size());
            }
            // Then
            assertThat(most).isLessThan(64 + 16);
        }
        assertThat(Processes.withArgument("fork();")).isEmpty();
    }

    @Test
    void a_process_that_takes_too_much_memory_ends_the_step() throws Exception {
        assertThat(end(step("/usr/bin/perl", "-e", "my @a; push @a, 'x' x (1 << 20) while 1")))
                .isIn(memoryEndings());
    }

    @Test
    void many_processes_that_take_too_much_memory_together_end_the_step() throws Exception {
        // Given
        String program =
                "for (1..20) { if (!fork()) { my $a = 'x' x (30 << 20); sleep 30; exit } } sleep"
                        + " 30";
        // When
        Ending ending = end(step("/usr/bin/perl", "-e", program));
        // Then
        assertThat(ending).isEqualTo(new Ending.OutOfMemory());
    }

    @Test
    void a_file_that_is_too_large_ends_the_step() throws Exception {
        // When
        Ending ending = end(step("/usr/bin/dd", "if=/dev/zero", "of=/work/big", "bs=1M"));
        // Then
        assertThat(ending).isEqualTo(new Ending.DiskFull());
        assertThat(Files.size(work.resolve("big"))).isLessThanOrEqualTo(LIMITS.diskBytes());
    }

    @Test
    void many_small_files_end_the_step() throws Exception {
        // Given
        String program = "my $i = 0; while (1) { open F, '>', '/work/f' . $i++; print F 'x' }";
        // When
        Ending ending = end(step("/usr/bin/perl", "-e", program));
        // Then
        assertThat(ending).isEqualTo(new Ending.DiskFull());
    }

    @Test
    void files_that_are_deleted_while_open_count() throws Exception {
        // Given
        String program =
                "my @f; while (1) { open my $f, '>', '/work/f'; unlink '/work/f';"
                        + " print $f 'x' x (8 << 20); $f->flush(); push @f, $f }";
        // When
        Ending ending = end(step("/usr/bin/perl", "-MIO::Handle", "-e", program));
        // Then
        assertThat(ending).isEqualTo(new Ending.DiskFull());
    }

    @Test
    void folders_without_end_end_the_step_and_can_be_removed() throws Exception {
        // Given
        String program = "while (1) { mkdir 'd', 0700; chdir 'd' or die }";
        // When
        Ending ending = end(step("/usr/bin/perl", "-e", program));
        // Then
        assertThat(ending).isEqualTo(new Ending.DiskFull());
        WorkFolder.remove(work);
        assertThat(work).doesNotExist();
    }

    @Test
    void output_without_end_is_cut_and_the_step_goes_on() throws Exception {
        // When
        var result = run(script("yes flood | head -c 20000000; echo end > /work/end"));
        // Then
        assertThat(result.exitCode()).isZero();
        assertThat(result.lines().getLast()).isEqualTo("(the output is cut here)");
        assertThat(String.join("\n", result.lines())).hasSizeLessThan(LIMITS.outputBytes() + 100);
        assertThat(WorkFolder.has(work, "end")).isTrue();
    }
}

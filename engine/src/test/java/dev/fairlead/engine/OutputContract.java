package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.streams.Attachment;
import dev.fairlead.engine.streams.ExecResult;
import dev.fairlead.engine.streams.ExecSpec;
import dev.fairlead.engine.streams.LogEntry;
import dev.fairlead.engine.streams.LogEntry.Source;
import dev.fairlead.engine.streams.LogQuery;
import dev.fairlead.testkit.engines.TinyRoot;

import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// What goes into containers and comes out of them.
abstract class OutputContract extends ContainersContract {
    private static ExecSpec shell(String script) {
        return ExecSpec.of(List.of("/bin/sh", "-c", script), PATIENCE);
    }

    private String sleeper() throws IOException {
        return ready(script("echo ready; sleep 1000"));
    }

    @Test
    void a_command_in_a_container_has_its_streams_and_exit_code() throws Exception {
        // Given
        String id = sleeper();
        var spec =
                new ExecSpec(
                        List.of("/bin/sh", "-c", "echo $A; pwd; id -u; echo bad >&2; exit 3"),
                        Map.of("A", "$(reboot)"),
                        "1000",
                        "/work",
                        1000,
                        PATIENCE);
        // When
        ExecResult result = engine().containers().exec(id, spec);
        // Then
        assertThat(result).isEqualTo(new ExecResult(3, "$(reboot)\n/work\n1000\n", "bad\n", false));
    }

    @Test
    void a_command_reads_its_input_while_it_prints() throws Exception {
        // Given
        String id = sleeper();
        byte[] much = new byte[3 << 20];
        // When
        ExecResult counted =
                engine().containers().exec(id, shell("wc -c"), new ByteArrayInputStream(much));
        ExecResult echoed =
                engine().containers().exec(id, shell("cat"), new ByteArrayInputStream(much));
        // Then
        assertThat(counted.output().strip()).isEqualTo(Integer.toString(much.length));
        assertThat(counted.exitCode()).isZero();
        assertThat(echoed.cut()).isTrue();
        assertThat(echoed.output()).hasSize(64 << 10);
        assertThat(echoed.exitCode()).isZero();
    }

    @Test
    void a_command_that_wants_no_input_ends_all_the_same() throws Exception {
        // Given
        String id = sleeper();
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }

                    @Override
                    public int read(byte[] bytes, int from, int length) {
                        return length;
                    }
                };
        // When
        ExecResult result = engine().containers().exec(id, shell("head -c 3; exit 4"), endless);
        // Then
        assertThat(result.exitCode()).isEqualTo(4);
        if (!gaps().contains(Gap.LAST_OUTPUT)) {
            assertThat(result.output()).hasSize(3);
        }
    }

    @Test
    void a_broken_input_is_told() throws Exception {
        // Given
        String id = sleeper();
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the disk is on fire");
                    }

                    @Override
                    public int read(byte[] bytes, int from, int length) throws IOException {
                        return read();
                    }
                };
        // When, Then
        assertThatThrownBy(() -> engine().containers().exec(id, shell("cat"), broken))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is on fire");
    }

    @Test
    void a_command_is_not_waited_for_longer_than_told() throws Exception {
        // Given
        String id = sleeper();
        var spec = ExecSpec.of(List.of("sleep", "1000"), Duration.ofSeconds(2));
        // When, Then
        assertThatThrownBy(() -> engine().containers().exec(id, spec))
                .isInstanceOf(IOException.class)
                .hasMessage("the engine did not answer in 2 s");
        assertThat(engine().containers().inspect(id).state().running()).isTrue();
    }

    @Test
    void no_command_runs_in_a_container_that_does_not() throws Exception {
        // Given
        String id = started(script("true"));
        exitCode(id);
        // When, Then
        assertRefused(Reason.CONFLICT, () -> engine().containers().exec(id, shell("true")));
    }

    @Test
    void a_followed_log_ends_with_its_container() throws Exception {
        // Given
        String id = started(script("for i in 1 2 3; do echo $i; sleep 0.2; done; echo e >&2"));
        // When
        List<LogEntry> entries = entries(id, LogQuery.FOLLOW);
        // Then
        assertThat(entries).extracting(LogEntry::text).containsExactly("1", "2", "3", "e");
        assertThat(entries)
                .extracting(LogEntry::source)
                .containsExactly(Source.OUTPUT, Source.OUTPUT, Source.OUTPUT, Source.ERRORS);
        assertThat(entries).allMatch(LogEntry::ended);
        assertThat(entries).extracting(LogEntry::time).isSorted();
        assertThat(engine().containers().inspect(id).state().running()).isFalse();
    }

    @Test
    void a_log_is_read_from_a_time_and_from_its_end() throws Exception {
        // Given
        String id = started(script("echo 1; echo 2; sleep 2; echo 3; echo 4"));
        exitCode(id);
        List<LogEntry> all = entries(id, LogQuery.ALL);
        // When
        var since = new LogQuery(false, Optional.of(all.get(2).time()), OptionalInt.empty());
        var tail = new LogQuery(false, Optional.empty(), OptionalInt.of(2));
        // Then
        assertThat(entries(id, since)).isEqualTo(all.subList(2, 4));
        assertThat(entries(id, tail)).isEqualTo(all.subList(2, 4));
    }

    @Test
    void a_long_line_comes_in_pieces() throws Exception {
        // Given
        String id = started(script("head -c 100000 /dev/zero | tr '\\0' x; echo; echo end"));
        exitCode(id);
        // When
        List<LogEntry> entries = entries(id, LogQuery.ALL);
        // Then
        assertThat(entries).allMatch(entry -> entry.text().length() <= 16 << 10);
        assertThat(entries.getLast().text()).isEqualTo("end");
        List<LogEntry> pieces = entries.subList(0, entries.size() - 1);
        assertThat(pieces.stream().map(LogEntry::text).collect(Collectors.joining()))
                .isEqualTo("x".repeat(100_000));
        assertThat(pieces.getFirst().ended()).isFalse();
        assertThat(pieces.getLast().ended()).isTrue();
    }

    private static ContainerSpec with(
            ContainerSpec spec, ContainerSpec.Output output, boolean input) {
        return new ContainerSpec(
                spec.program(),
                spec.labels(),
                spec.mounts(),
                spec.limits(),
                spec.walls(),
                spec.networking(),
                output,
                input);
    }

    @Test
    void a_log_that_is_not_kept_cannot_be_read() throws Exception {
        // Given
        var spec = with(script("echo gone"), new ContainerSpec.Output.Forgotten(), false);
        String id = started(spec);
        exitCode(id);
        // When, Then
        assertThatThrownBy(() -> entries(id, LogQuery.ALL)).isInstanceOf(EngineFailed.class);
    }

    @Test
    void an_attached_container_is_written_to_and_read_from() throws Exception {
        // Given
        var spec =
                with(
                        script("read line; echo got $line; cat >&2; exit 6"),
                        new ContainerSpec.Output.Forgotten(),
                        true);
        String id = engine().containers().create(spec);
        try (Attachment output =
                        engine().containers()
                                .attach(
                                        id,
                                        Set.of(Attachment.Stream.INPUT, Attachment.Stream.OUTPUT));
                Attachment errors =
                        engine().containers().attach(id, Set.of(Attachment.Stream.ERRORS))) {
            engine().containers().start(id);
            // When
            output.input().write("hello\nrest".getBytes(StandardCharsets.UTF_8));
            output.input().close();
            // Then
            assertThat(output.output().readAllBytes()).asString().isEqualTo("got hello\n");
            assertThat(errors.output().readAllBytes()).asString().isEqualTo("rest");
        }
        assertThat(exitCode(id)).isEqualTo(6);
    }

    @Test
    void files_are_copied_in_and_out() throws Exception {
        // Given
        String id = engine().containers().create(script("cat /work/in/a; echo more >> /work/in/a"));
        byte[] tar = TinyRoot.tar(Map.of("in/a", "first\n"));
        // When
        engine().containers().copyIn(id, "/work", new ByteArrayInputStream(tar), PATIENCE);
        engine().containers().start(id);
        exitCode(id);
        // Then
        assertThat(printed(id)).containsExactly("first");
        try (var out = new TarArchiveInputStream(engine().containers().copyOut(id, "/work/in/a"))) {
            assertThat(out.getNextEntry().getName()).isEqualTo("a");
            assertThat(out.readAllBytes()).asString().isEqualTo("first\nmore\n");
        }
        assertRefused(Reason.MISSING, () -> engine().containers().copyOut(id, "/nowhere").close());
    }
}

package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.engine.EngineFacts.Ability;
import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.containers.Container;
import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.containers.ContainerState;
import dev.fairlead.engine.containers.ContainerState.Phase;
import dev.fairlead.engine.containers.ContainerSummary;
import dev.fairlead.engine.containers.Limits;
import dev.fairlead.engine.containers.Mount;
import dev.fairlead.engine.containers.Program;
import dev.fairlead.engine.containers.Usage;
import dev.fairlead.engine.containers.Walls;
import dev.fairlead.testkit.waiting.Awaiting;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The life of containers, and their walls.
abstract class ContainersContract extends EngineBed {
    private static final int SIGKILLED = 128 + 9;

    static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineFailed.class,
                        e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
    }

    private ContainerState state(String container) {
        try {
            return engine().containers().inspect(container).state();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_container_goes_from_made_to_its_exit_code() throws Exception {
        // Given
        String id = engine().containers().create(script("echo up; sleep 0.3; exit 7"));
        assertThat(state(id).phase()).isEqualTo(Phase.CREATED);
        // When
        engine().containers().start(id);
        Container running = engine().containers().inspect(id);
        int code = exitCode(id);
        // Then
        assertThat(running.id()).isEqualTo(id);
        assertThat(running.image()).isEqualTo(image());
        assertThat(running.state().running()).isTrue();
        assertThat(running.state().pid()).isPositive();
        assertThat(code).isEqualTo(7);
        ContainerState end = state(id);
        assertThat(end.phase()).isEqualTo(Phase.EXITED);
        assertThat(end.running()).isFalse();
        assertThat(end.pid()).isZero();
        assertThat(end.exitCode()).isEqualTo(7);
        assertThat(end.outOfMemory()).isFalse();
        assertThat(end.started()).isPresent();
        assertThat(end.finished().orElseThrow()).isAfter(end.started().orElseThrow());
        assertThat(exitCode(id)).as("asked again").isEqualTo(7);
    }

    @Test
    void labels_come_back_as_they_were() throws Exception {
        // Given
        var labels = new HashMap<>(LABELS);
        labels.put("shell", "$(reboot) `id` \"quoted\" 'x' \\ ; rm -rf / && \n\tünï=1");
        labels.put("empty", "");
        var spec = script("true");
        // When
        String id =
                engine().containers()
                        .create(
                                new ContainerSpec(
                                        spec.program(),
                                        labels,
                                        spec.mounts(),
                                        spec.limits(),
                                        spec.walls(),
                                        spec.networking(),
                                        spec.output(),
                                        spec.input()));
        // Then
        assertThat(engine().containers().inspect(id).labels()).containsAllEntriesOf(labels);
        List<ContainerSummary> found =
                engine().containers().list(List.of(OURS + "=engine", "shell"));
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().id()).isEqualTo(id);
        assertThat(found.getFirst().labels()).containsAllEntriesOf(labels);
        assertThat(found.getFirst().phase()).isEqualTo(Phase.CREATED);
        assertThat(engine().containers().list(List.of(OURS + "=other"))).isEmpty();
    }

    @Test
    void what_runs_out_of_memory_says_so() throws Exception {
        // Given
        var spec = with(script("tail /dev/zero"), Limits.of(16 * MIB, 1, 16));
        // When
        String id = started(spec);
        // Then
        assertThat(exitCode(id)).isEqualTo(SIGKILLED);
        if (!gaps().contains(Gap.OUT_OF_MEMORY)) {
            Awaiting.until("out of memory", () -> state(id).outOfMemory());
        }
    }

    private ContainerSpec deaf(String signal) {
        Program program =
                program(
                        "trap 'exit 5' USR1; trap '' TERM; echo ready; while :; do sleep 0.1;"
                                + " done");
        return with(
                script(""),
                new Program(
                        program.image(),
                        program.entrypoint(),
                        program.arguments(),
                        Map.of(),
                        "",
                        "",
                        new Program.Ending(signal, Duration.ofSeconds(30), true)));
    }

    @Test
    void stopping_sends_the_named_signal() throws Exception {
        // Given
        String id = ready(deaf("SIGUSR1"));
        // When
        engine().containers().stop(id, Duration.ofSeconds(30));
        // Then
        assertThat(state(id).phase()).isEqualTo(Phase.EXITED);
        assertThat(state(id).exitCode()).isEqualTo(5);
        engine().containers().stop(id, Duration.ofSeconds(30));
    }

    @Test
    void what_is_deaf_to_its_signal_is_killed_after_its_grace() throws Exception {
        // Given
        String id = ready(deaf("SIGTERM"));
        // When
        engine().containers().stop(id, Duration.ofMillis(500));
        // Then
        assertThat(state(id).exitCode()).isEqualTo(SIGKILLED);
        assertThat(state(id).outOfMemory()).isFalse();
    }

    @Test
    void signals_arrive_and_none_is_too_late() throws Exception {
        // Given
        String id = ready(deaf("SIGTERM"));
        // When
        engine().containers().kill(id, "SIGUSR1");
        // Then
        assertThat(exitCode(id)).isEqualTo(5);
        engine().containers().kill(id, "SIGKILL");
        assertThat(state(id).exitCode()).isEqualTo(5);
    }

    @Test
    void a_paused_container_stands_still() throws Exception {
        // Given
        String id = ready(script("echo ready; while :; do date +%N; sleep 0.02; done"));
        // When
        engine().containers().pause(id);
        // Then
        assertThat(state(id).phase()).isEqualTo(Phase.PAUSED);
        assertThat(state(id).running()).isTrue();
        assertRefused(Reason.CONFLICT, () -> engine().containers().pause(id));
        int before = printed(id).size();
        assertThat(printed(id)).hasSize(before);
        engine().containers().unpause(id);
        assertThat(state(id).phase()).isEqualTo(Phase.RUNNING);
        assertRefused(Reason.CONFLICT, () -> engine().containers().unpause(id));
        Awaiting.until("it goes on", () -> grewBeyond(id, before));
    }

    private boolean grewBeyond(String container, int lines) {
        try {
            return printed(container).size() > lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_removed_container_is_gone_however_often() throws Exception {
        // Given
        String id = ready(script("echo ready; sleep 100"));
        // When
        engine().containers().remove(id);
        engine().containers().remove(id);
        // Then
        assertRefused(Reason.MISSING, () -> engine().containers().inspect(id));
        assertRefused(Reason.MISSING, () -> engine().containers().start(id));
        assertThat(engine().containers().list(List.of(OURS))).isEmpty();
    }

    @Test
    void a_program_gets_its_words_variables_folder_and_user() throws Exception {
        // Given
        var program =
                new Program(
                        image(),
                        Optional.of(
                                List.of(
                                        "/bin/sh",
                                        "-c",
                                        "echo \"$@\"; echo $A; pwd; id -u; id -g")),
                        Optional.of(List.of("sh", "$(reboot)", "two words", "")),
                        Map.of("A", "`id` \"x\" 'y' ü"),
                        "1000:1000",
                        "/work",
                        new Program.Ending("", Duration.ZERO, false));
        // When
        List<String> lines = lines(with(script(""), program));
        // Then
        assertThat(lines)
                .containsExactly(
                        "$(reboot) two words ", "`id` \"x\" 'y' ü", "/work", "1000", "1000");
    }

    @Test
    void strict_walls_hold_inside() throws Exception {
        // Given
        String look =
                "grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status | tr -d '\\t ';"
                        + " touch /here 2>&1; touch /tmp/here && echo written;"
                        + " echo $(ulimit -n) $(ulimit -u); ls /proc/acpi /sys/firmware";
        var spec = with(with(script(look), Walls.STRICT), LIMITS, new Mount.Temporary("/tmp", MIB));
        // When
        List<String> lines = lines(spec);
        // Then
        assertThat(lines)
                .contains("CapEff:0000000000000000", "CapBnd:0000000000000000", "NoNewPrivs:1")
                .contains("Seccomp:2", "written", "4096 32768")
                .anyMatch(line -> line.contains("Read-only file system"));
    }

    @Test
    void rights_that_are_named_are_there_alone() throws Exception {
        // Given
        var walls =
                new Walls(
                        "",
                        Optional.empty(),
                        Set.of("NET_BIND_SERVICE"),
                        false,
                        true,
                        List.of(),
                        List.of());
        // When
        List<String> lines =
                lines(with(script("grep CapEff /proc/self/status | tr -d '\\t '"), walls));
        // Then
        assertThat(lines).containsExactly("CapEff:0000000000000400");
    }

    @Test
    void a_filter_of_system_calls_and_masks_hold() throws Exception {
        // Given
        String filter =
                """
                {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
                  {"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "args": []}]}
                """;
        var walls =
                new Walls(
                        "",
                        Optional.of(filter),
                        Set.of(),
                        false,
                        true,
                        List.of("/sys", "/etc/passwd"),
                        List.of());
        // When
        List<String> lines =
                lines(
                        with(
                                script(
                                        "mkdir /tmp/a 2>&1 || echo refused; ls /sys | wc -l;"
                                                + " wc -c < /etc/passwd"),
                                walls));
        // Then
        assertThat(lines).contains("refused").endsWith("0", "0");
    }

    @Test
    void processes_are_counted() throws Exception {
        // Given
        var spec =
                with(
                        script("for i in $(seq 40); do sleep 3 & done; echo all"),
                        Limits.of(32 * MIB, 1, 10));
        // When
        List<String> lines = lines(spec);
        // Then
        assertThat(lines).anyMatch(line -> line.contains("fork")).doesNotContain("all");
    }

    @Test
    void limits_change_where_the_engine_can() throws Exception {
        // Given
        String id = ready(script("echo ready; sleep 100"));
        var wider = Limits.of(96 * MIB, 0.5, 77);
        // When
        if (engine().facts().can(Ability.UPDATE)) {
            engine().containers().update(id, wider);
            // Then
            assertThat(engine().containers().description(id))
                    .contains("\"Memory\":" + 96 * MIB)
                    .contains("\"PidsLimit\":77");
        } else {
            assertRefused(Reason.UNSUPPORTED, () -> engine().containers().update(id, wider));
        }
    }

    @Test
    void folders_of_the_machine_are_seen_as_they_are_told(@TempDir Path folder) throws Exception {
        // Given
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path shown = Files.writeString(folder.resolve("shown"), "from outside\n");
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        var spec =
                with(
                        script(
                                "cat /mnt/shown; echo x > /mnt/shown || echo refused;"
                                        + " echo inside > /mnt/open/told"),
                        LIMITS,
                        new Mount.Bind(shown, "/mnt/shown", true),
                        new Mount.Bind(open, "/mnt/open", false));
        // When
        List<String> lines = lines(spec);
        // Then
        assertThat(lines).contains("from outside", "refused");
        assertThat(open.resolve("told")).hasContent("inside\n");
    }

    @Test
    void volumes_outlive_their_containers() throws Exception {
        // Given
        String disk = engine().volumes().create(LABELS);
        String memory = engine().volumes().createInMemory(MIB, LABELS);
        var mounts =
                List.of(
                        new Mount.Volume(disk, "/disk", false),
                        new Mount.Volume(memory, "/memory", true));
        var writer = script("echo kept > /disk/file; touch /memory/x || echo refused");
        // When
        List<String> written = lines(with(writer, LIMITS, mounts.toArray(Mount[]::new)));
        List<String> read =
                lines(with(script("cat /disk/file"), LIMITS, mounts.toArray(Mount[]::new)));
        // Then
        assertThat(written).contains("refused");
        assertThat(read).containsExactly("kept");
        assertThat(engine().volumes().list(List.of(OURS + "=engine")))
                .extracting(each -> each.name())
                .containsExactlyInAnyOrder(disk, memory);
        assertRefused(Reason.CONFLICT, () -> engine().volumes().remove(disk));
    }

    @Test
    void what_a_container_takes_is_told() throws Exception {
        // Given
        String id =
                ready(
                        script(
                                "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo ready;"
                                        + " sleep 100"));
        // When
        Usage usage = engine().containers().usage(id);
        // Then
        assertThat(usage.memoryBytes()).isBetween(1L, 64 * MIB);
        assertThat(usage.memoryLimitBytes()).isEqualTo(64 * MIB);
        assertThat(usage.cpuNanos()).isPositive();
        assertThat(usage.processes()).isPositive();
        engine().containers().remove(id);
        assertRefused(Reason.MISSING, () -> engine().containers().usage(id));
    }

    @Test
    void runtimes_are_chosen_by_name() throws Exception {
        // Given
        String standard = engine().facts().runtimes().standard();
        // When, Then
        assertThat(lines(with(script("echo fine"), runtime(standard)))).containsExactly("fine");
        assertRefused(
                Reason.UNSUPPORTED,
                () -> engine().containers().create(with(script("true"), runtime("kata"))));
    }

    private static Walls runtime(String name) {
        return new Walls(name, Optional.empty(), Set.of(), false, true, List.of(), List.of());
    }

    @Test
    void what_is_not_there_is_missing_and_what_is_no_name_is_refused() {
        // Given
        var containers = engine().containers();
        var unknown = Program.of("fairlead.test/unknown:1").running(List.of("true"));
        // When, Then
        assertRefused(Reason.MISSING, () -> containers.create(with(script(""), unknown)));
        assertRefused(Reason.MISSING, () -> containers.await("0123456789ab"));
        assertThatIllegalArgumentException().isThrownBy(() -> containers.inspect("../images"));
        assertThatIllegalArgumentException().isThrownBy(() -> containers.start("x?force=1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> containers.remove("x HTTP/1.1\r\nX: y"));
        assertThatIllegalArgumentException().isThrownBy(() -> engine().images().remove("a/../b"));
    }

    @Test
    void a_container_that_cannot_start_says_why() throws Exception {
        // Given
        var program =
                new Program(
                        image(),
                        Optional.of(List.of("/no/such/program")),
                        Optional.empty(),
                        Map.of(),
                        "",
                        "",
                        new Program.Ending("", Duration.ZERO, false));
        var spec = with(script(""), program);
        String id = engine().containers().create(spec);
        // When, Then
        assertThatThrownBy(() -> engine().containers().start(id))
                .isInstanceOf(EngineFailed.class)
                .hasMessageContaining("/no/such/program");
        assertThat(state(id).running()).isFalse();
    }
}

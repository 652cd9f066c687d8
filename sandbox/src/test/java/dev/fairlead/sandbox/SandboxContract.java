package dev.fairlead.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What every sandbox must do. The programs of these tests are hostile on purpose, and run inside
/// alone.
public abstract class SandboxContract {
    protected static final StepLimits LIMITS =
            new StepLimits(Duration.ofSeconds(20), 256L << 20, 1, 64, 32L << 20, 64 << 10, true);
    private static final String SECRET = "correct-horse-battery";

    protected @TempDir Path directory;
    protected Path work;
    private final List<String> heard = new ArrayList<>();

    protected abstract Sandbox sandbox();

    /// Who a step is to itself.
    protected abstract String user();

    @BeforeEach
    void make_a_folder_for_the_step() throws IOException {
        work = Files.createDirectory(directory.resolve("work"));
    }

    @AfterEach
    void nothing_is_left_in_the_process_table() {
        assertThat(Processes.below(directory)).isEmpty();
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    protected Step step(String... command) {
        return Step.of(List.of(command), work, LIMITS);
    }

    /// The script is a fixture: it runs inside.
    protected Step script(String text) {
        return step("/bin/sh", "-c", text);
    }

    protected StepRun.Result run(Step step) throws IOException, InterruptedException {
        return new StepRun(sandbox()).run(step, heard::add);
    }

    private String printed(Step step) throws IOException, InterruptedException {
        return String.join("\n", run(step).lines());
    }

    @Test
    void a_command_runs_in_its_folder_and_its_code_is_told() throws Exception {
        // Given
        Files.writeString(work.resolve("input"), "text");
        // When
        var result = run(script("pwd; cat input; echo >&2 loud; echo made > output; exit 7"));
        // Then
        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.lines()).contains("/work", "text", "loud");
        assertThat(heard).isEqualTo(result.lines());
        try (InputStream made = WorkFolder.open(work, "output", 100)) {
            assertThat(made.readAllBytes()).asString().isEqualTo("made\n");
        }
    }

    @Test
    void input_and_output_flow_while_it_runs() throws Exception {
        // Given
        try (SandboxedProcess process = sandbox().start(step("/usr/bin/cat"))) {
            // When
            process.input().write("ping".getBytes(StandardCharsets.UTF_8));
            process.input().flush();
            byte[] answer = process.output().readNBytes(4);
            // Then
            assertThat(answer).asString().isEqualTo("ping");
            assertThat(process.alive()).isTrue();
            process.input().close();
            assertThat(process.await(Duration.ofSeconds(20))).isTrue();
            assertThat(process.ending()).isEqualTo(new Ending.Exited(0));
        }
    }

    @Test
    void nothing_of_the_host_is_there_to_read() throws Exception {
        // Given
        Path canary = Files.writeString(directory.resolve("canary"), "canary-of-the-host");
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.writeString(other.resolve("source"), "canary-of-another-build");
        // When
        String printed =
                printed(
                        script(
                                "cat /etc/shadow /root/.bashrc /var/lib/dpkg/status "
                                        + canary
                                        + " "
                                        + other.resolve("source")
                                        + "; ls -a / /etc /root /home /var /tmp /proc/1/root/tmp;"
                                        + " ls /work/.. "
                                        + directory));
        // Then
        assertThat(printed).doesNotContain("canary-of", "root:", "Package:", "boot", "srv");
        assertThat(printed).contains("No such file");
    }

    @Test
    void the_environment_is_the_steps_alone() throws Exception {
        // Given
        Step step = step("/usr/bin/env").with(Map.of("COLOUR", "blue"), Map.of());
        // When
        var lines = run(step).lines();
        // Then
        assertThat(lines)
                .containsExactlyInAnyOrder(
                        "COLOUR=blue",
                        "HOME=/work",
                        "LANG=C.UTF-8",
                        "PATH=/usr/bin:/bin",
                        "PWD=/work");
    }

    @Test
    void it_is_nobody_and_has_no_rights() throws Exception {
        // When
        String printed = printed(script("id -u; cat /proc/self/status /proc/self/uid_map"));
        // Then
        assertThat(printed)
                .startsWith(user())
                .containsPattern("CapEff:\\s+0000000000000000")
                .containsPattern("CapBnd:\\s+0000000000000000")
                .containsPattern("NoNewPrivs:\\s+1")
                .containsPattern("Seccomp:\\s+2");
    }

    @Test
    void no_process_of_it_is_root_to_the_kernel() throws Exception {
        // Given
        try (SandboxedProcess process = sandbox().start(script("echo up; cat"))) {
            process.output().readNBytes(3);
            // When
            Processes.await(() -> !Processes.usersOfStep("cat").isEmpty());
            var users = Processes.usersOfStep("cat");
            // Then
            assertThat(users).isNotEmpty().doesNotContain(0);
        }
    }

    @Test
    void what_belongs_to_the_kernel_and_the_system_cannot_be_written() throws Exception {
        // When
        String printed =
                printed(
                        script(
                                """
                                for f in /proc/sys/kernel/core_pattern /proc/sysrq-trigger \
                                  /proc/sys/kernel/modprobe /sys/kernel/x /usr/bin/x /etc/x /x \
                                  /dev/x /etc/passwd /run/x; do
                                  if echo 1 > $f; then echo WROTE $f; fi
                                done
                                """));
        // Then
        assertThat(printed).doesNotContain("WROTE");
    }

    @Test
    void temporary_files_can_be_written_and_run() throws Exception {
        // When
        String printed =
                printed(
                        script(
                                "cp /usr/bin/echo /tmp/tool && /tmp/tool ran; echo shared >"
                                        + " /dev/shm/x && cat /dev/shm/x; mktemp > /dev/null &&"
                                        + " echo made"));
        // Then
        assertThat(printed).isEqualTo("ran\nshared\nmade");
    }

    @Test
    void namespaces_and_mounts_are_refused() throws Exception {
        // When
        String printed =
                printed(
                        script(
                                """
                                unshare -U true && echo GOT user
                                unshare -Ur true && echo GOT root
                                unshare -m true && echo GOT mount
                                mount -t tmpfs none /tmp && echo GOT tmpfs
                                mount -o remount,rw / && echo GOT remount
                                umount /usr && echo GOT umount
                                chroot / true && echo GOT chroot
                                nsenter -t 1 -a true && echo GOT nsenter
                                mknod /tmp/d b 254 0 && echo GOT device
                                true
                                """));
        // Then
        assertThat(printed).doesNotContain("GOT").contains("ermitted");
    }

    @Test
    void host_processes_are_neither_seen_nor_signalled() throws Exception {
        // Given
        Process bystander = new ProcessBuilder("/usr/bin/sleep", "60").start();
        try {
            // When
            String printed =
                    printed(
                            script(
                                    "ls -d /proc/[0-9]*; kill -9 "
                                            + bystander.pid()
                                            + "; kill -9 -1; true"));
            // Then
            assertThat(printed.lines().filter(line -> line.matches("/proc/[0-9]+")).count())
                    .isBetween(2L, 8L);
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
            bystander.waitFor();
        }
    }

    @Test
    void shown_files_can_be_read_and_not_written() throws Exception {
        // Given
        Path tools = Files.createDirectory(directory.resolve("tools"));
        Files.writeString(tools.resolve("tool"), "hammer");
        // When
        var result =
                run(
                        script(
                                        "cat /tools/here/tool; echo x > /tools/here/tool; rm"
                                                + " /tools/here/tool")
                                .reading(Map.of("/tools/here", tools)));
        // Then
        assertThat(result.lines()).anyMatch(line -> line.startsWith("hammer"));
        assertThat(result.exitCode()).isNotZero();
        assertThat(tools.resolve("tool")).hasContent("hammer");
    }

    @Test
    void what_it_started_ends_with_it() throws Exception {
        // When
        var result =
                run(
                        script(
                                """
                                sleep 710010 &
                                (setsid sh -c 'sleep 710011 & sleep 710012' > /dev/null 2>&1 &)
                                nohup setsid sleep 710013 &
                                echo done
                                """));
        // Then
        assertThat(result.exitCode()).isZero();
        assertThat(Processes.withArgument("710010", "710011", "710012", "710013")).isEmpty();
    }

    @Test
    void closing_kills_all_of_it() throws Exception {
        // Given
        SandboxedProcess process = sandbox().start(script("sleep 710015 & echo up; sleep 710015"));
        process.output().readNBytes(3);
        // When
        process.close();
        // Then
        assertThat(process.ending()).isEqualTo(new Ending.Killed());
        assertThat(Processes.withArgument("710015")).isEmpty();
    }

    @Test
    void secrets_are_files_inside_and_nowhere_else() throws Exception {
        // Given
        Step step =
                script(
                                """
                                cat /run/secrets/TOKEN | wc -c
                                cat /run/secrets/TOKEN; echo; base64 /run/secrets/TOKEN
                                cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | grep -a -c [h]orse
                                ( echo x > /run/secrets/TOKEN ) 2> /dev/null || echo readonly
                                """)
                        .with(Map.of(), Map.of("TOKEN", SECRET, "OTHER", "four-five-six"));
        // When
        String printed = printed(step);
        // Then
        assertThat(printed)
                .startsWith(SECRET.length() + "\n***\n***")
                .contains("\n0\n", "readonly");
        assertThat(printed).doesNotContain(SECRET);
    }

    @Test
    void secrets_never_show_on_the_host() throws Exception {
        // Given
        Step step =
                script("cat /run/secrets/TOKEN > /dev/null; echo up; cat")
                        .with(Map.of(), Map.of("TOKEN", SECRET));
        try (SandboxedProcess process = sandbox().start(step)) {
            process.output().readNBytes(3);
            // When, Then
            assertThat(Processes.showing(SECRET)).isEmpty();
            assertThat(holding(directory, SECRET)).isEmpty();
            assertThat(holding(Path.of("/dev/shm"), SECRET)).isEmpty();
        }
    }

    private static List<Path> holding(Path folder, String text) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> holds(path, text)).toList();
        }
    }

    private static boolean holds(Path path, String text) {
        try {
            return Files.isRegularFile(path)
                    && Files.size(path) < 1 << 20
                    && new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)
                            .contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void there_is_no_network() throws Exception {
        // Given
        try (var service = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String program =
                    """
                    use IO::Socket::INET; use Socket;
                    my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:%d", Timeout => 2);
                    print $s ? "REACHED tcp\\n" : "refused tcp\\n";
                    my $d = IO::Socket::INET->new(PeerAddr => "1.1.1.1:53", Timeout => 2);
                    print $d ? "REACHED dns\\n" : "refused dns\\n";
                    print gethostbyname("registry.npmjs.org") ? "RESOLVED\\n" : "unresolved\\n";
                    """
                            .formatted(service.getLocalPort());
            // When
            String printed = printed(step("/usr/bin/perl", "-e", program));
            // Then
            assertThat(printed).isEqualTo("refused tcp\nrefused dns\nunresolved");
        }
    }

    @Test
    void sockets_of_the_host_without_a_file_are_not_reached() throws Exception {
        // Given
        String name = "fairlead-contract-" + ProcessHandle.current().pid();
        String connect =
                "use Socket; socket(my $s, AF_UNIX, SOCK_STREAM, 0);"
                        + " my $a = pack_sockaddr_un(\"\\0"
                        + name
                        + "\");";
        Process host =
                new ProcessBuilder(
                                "/usr/bin/perl",
                                "-e",
                                connect
                                        + " bind $s, $a or die; listen $s, 1; print qq(up\n"
                                        + "); close STDOUT; <STDIN>")
                        .start();
        try {
            assertThat(host.inputReader().readLine()).isEqualTo("up");
            String ask = connect + " print connect($s, $a) ? qq(REACHED) : qq(refused)";
            assertThat(outside(ask)).isEqualTo("REACHED");
            // When
            String printed = printed(step("/usr/bin/perl", "-e", ask));
            // Then
            assertThat(printed).isEqualTo("refused");
        } finally {
            host.destroyForcibly();
            host.waitFor();
        }
    }

    private static String outside(String program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/usr/bin/perl", "-e", program).start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    @Test
    void system_calls_that_no_compiler_needs_are_refused() throws Exception {
        // Given
        boolean arm = System.getProperty("os.arch", "").equals("aarch64");
        var numbers =
                arm
                        ? Map.of("io_uring_setup", 425, "bpf", 280, "keyctl", 219, "ptrace", 117)
                        : Map.of("io_uring_setup", 425, "bpf", 321, "keyctl", 250, "ptrace", 101);
        for (var call : numbers.entrySet()) {
            // When
            String printed =
                    printed(
                            step(
                                    "/usr/bin/perl",
                                    "-e",
                                    "syscall(%d, 0, 0, 0, 0, 0); print 0 + $!"
                                            .formatted(call.getValue())));
            // Then
            assertThat(printed).as(call.getKey()).isEqualTo("1");
        }
    }

    @Test
    void links_that_it_leaves_lead_nowhere() throws Exception {
        // Given
        Files.writeString(directory.resolve("canary"), "canary");
        run(
                script(
                        "ln -s /etc/passwd out; ln -s /etc dir; ln -s ../canary up; mkfifo pipe;"
                                + " mkdir real; echo fine > real/file; ln -s real alias"));
        // When, Then
        for (String name : List.of("out", "dir/passwd", "up", "pipe", "alias/file", "../canary")) {
            assertThat(WorkFolder.has(work, name)).as(name).isFalse();
        }
        assertThat(WorkFolder.has(work, "real/file")).isTrue();
    }

    @Test
    void a_step_goes_on_where_another_left_off() throws Exception {
        // Given
        run(script("mkdir -p a/b; echo one > a/b/c; chmod 700 a/b; ln -s /etc/passwd link"));
        // When
        var result = run(script("cat a/b/c; echo two >> a/b/c; cat a/b/c"));
        // Then
        assertThat(result.lines()).containsExactly("one", "one", "two");
    }
}

package dev.fairlead.process;

import static dev.fairlead.testkit.guests.Asking.ask;
import static dev.fairlead.testkit.guests.Asking.get;
import static dev.fairlead.testkit.guests.Asking.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.Invocation;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.executions.LogLine;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.testkit.guests.Heard;
import dev.fairlead.testkit.waiting.Awaiting;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What children do that other guests cannot, and what becomes of them.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessRuntimeTest {
    private final Path directory;
    private final Children children;
    private final List<ProcessRuntime> runtimes = new ArrayList<>();
    private Path actions = Path.of("");

    ProcessRuntimeTest(@TempDir Path directory) {
        this.directory = directory;
        this.children = new Children(directory);
    }

    @BeforeAll
    void build() throws IOException, InterruptedException {
        actions = children.actions();
    }

    @AfterEach
    void closeRuntimes() {
        runtimes.forEach(ProcessRuntime::close);
        runtimes.clear();
    }

    @AfterAll
    void close() {
        children.close();
    }

    /// Without a start cache, which takes as long to make as many starts.
    private ProcessRuntime runtime(UnaryOperator<ProcessSettings> change) {
        ProcessRuntime runtime =
                children.runtime(settings -> change.apply(settings.withStartCache(false)));
        runtimes.add(runtime);
        return runtime;
    }

    private Guest guest(ProcessRuntime runtime) {
        return Children.guest(runtime, actions, limits());
    }

    private static Heard hello(Guest guest) {
        return ask(guest, get("/hello", ""));
    }

    /// What this test started and its sandboxes, told from other processes by an argument.
    private static List<ProcessHandle> handles(String argument) {
        return ProcessHandle.current()
                .descendants()
                .filter(handle -> told(handle, "cmdline").contains(argument))
                .toList();
    }

    private static List<ProcessHandle> living(String argument) {
        return handles(argument).stream()
                .filter(handle -> told(handle, "maps").contains("libjvm"))
                .toList();
    }

    private static String told(ProcessHandle handle, String what) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), what));
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void a_prepared_guest_answers_warm() {
        // Given
        Guest guest = guest(runtime(settings -> settings));
        guest.prepare();
        // When
        Heard heard = hello(guest);
        // Then
        assertThat(heard.report().startKind()).isEqualTo(StartKind.WARM);
        assertThat(heard.text()).isEqualTo("{\"message\":\"Hello, world\"}");
    }

    @Test
    void children_start_from_the_cache_of_what_they_load() throws IOException {
        // Given
        Guest guest = guest(runtime(settings -> settings.withStartCache(true)));
        // When
        Heard heard = hello(guest);
        // Then
        assertThat(heard.status()).isEqualTo(200);
        assertThat(living("/run/function.jar"))
                .singleElement()
                .satisfies(child -> assertThat(told(child, "maps")).contains("start.cache"));
    }

    @Test
    void the_next_start_finds_the_cache_and_nothing_else_of_the_last() throws IOException {
        // Given
        Path state = directory.resolve("kept");
        try (ProcessRuntime first = children.runtime(_ -> ProcessSettings.in(state))) {
            hello(guest(first));
        }
        List<String> left = names(state);
        Files.createDirectories(state.resolve("run-4194305-1/c1"));
        // When
        try (ProcessRuntime second = children.runtime(_ -> ProcessSettings.in(state))) {
            hello(guest(second));
        }
        // Then
        assertThat(left).hasSize(2).allMatch(name -> name.matches("(child|start)-.{16}[.].*"));
        assertThat(names(state)).isEqualTo(left);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName() + "@" + path.toFile().lastModified())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_child_keeps_its_state_and_is_replaced_after_its_calls() {
        // Given
        Guest guest = guest(runtime(settings -> settings.withCallsEach(5)));
        var counts = new ArrayList<String>();
        // When
        for (int i = 0; i < 6; i++) {
            counts.add(ask(guest, get("/count", "")).text());
        }
        // Then
        assertThat(counts).containsExactly("1", "2", "3", "4", "5", "1");
    }

    @Test
    void a_child_that_died_while_it_was_idle_costs_nobody_a_call() throws Exception {
        // Given
        ProcessRuntime runtime = runtime(settings -> settings);
        Guest guest = guest(runtime);
        String first = ask(guest, get("/count", "")).text();
        List<ProcessHandle> sandbox = handles("/run/function.jar");
        // When
        living("/run/function.jar").forEach(ProcessHandle::destroyForcibly);
        Awaiting.until(
                "the sandbox ends with the child",
                () -> sandbox.stream().noneMatch(ProcessHandle::isAlive));
        Heard heard = ask(guest, get("/count", ""));
        // Then
        assertThat(first).isEqualTo("1");
        assertThat(heard.text()).isEqualTo("1");
        assertThat(runtime.children()).isEqualTo(1);
    }

    @Test
    void a_failure_shows_the_authors_part_of_the_stack() {
        // Given
        Guest guest = guest(runtime(settings -> settings));
        // When
        List<LogLine> logs = ask(guest, get("/trap", "")).report().logs();
        // Then
        assertThat(logs).extracting(LogLine::level).containsOnly("error");
        assertThat(logs.getFirst().text()).startsWith("    at Actions.handle(Actions.java:");
        assertThat(logs.getLast().text())
                .isEqualTo("The function failed: IllegalStateException: on purpose");
        assertThat(logs.toString()).doesNotContain("dev.fairlead", "java.base");
    }

    @Test
    void a_call_beyond_the_room_waits_for_a_child_of_its_own_function() {
        // Given
        ProcessRuntime runtime = runtime(settings -> settings.withMostChildren(2));
        Guest guest = guest(runtime);
        guest.prepare();
        var heard = new ArrayList<Heard>();
        // When
        for (int i = 0; i < 20; i++) {
            var each = new Heard();
            heard.add(each);
            guest.start(get("/hello", ""), each);
        }
        // Then
        assertThat(heard)
                .allSatisfy(each -> {
                    assertThat(each.report().startKind()).isEqualTo(StartKind.WARM);
                    assertThat(each.status()).isEqualTo(200);
                });
        assertThat(runtime.children()).isEqualTo(1);
    }

    @Test
    void one_function_leaves_others_half_of_the_room() {
        // Given
        ProcessRuntime runtime = runtime(settings -> settings.withMostChildren(4));
        Guest greedy = guest(runtime);
        Guest other = guest(runtime);
        var loops = new ArrayList<Invocation>();
        for (int i = 0; i < 8; i++) {
            loops.add(greedy.start(get("/loop", ""), new Heard()));
        }
        // When
        Heard heard = hello(other);
        // Then
        assertThat(heard.status()).isEqualTo(200);
        loops.forEach(Invocation::cancel);
    }

    @Test
    void idle_children_make_room_for_other_functions() {
        // Given
        ProcessRuntime runtime = runtime(settings -> settings.withMostChildren(2));
        List<Guest> guests = List.of(guest(runtime), guest(runtime), guest(runtime));
        // When
        List<Integer> statuses =
                Stream.of(0, 1, 2, 0).map(number -> hello(guests.get(number)).status()).toList();
        // Then
        assertThat(statuses).containsOnly(200);
        assertThat(runtime.children()).isEqualTo(2);
    }

    @Test
    void a_call_that_finds_no_room_in_time_is_refused() {
        // Given
        ProcessRuntime runtime = runtime(settings -> settings.withMostChildren(1));
        Guest busy = guest(runtime);
        Invocation loop = busy.start(get("/loop", ""), new Heard());
        Awaiting.until("the loop has the only child", () -> runtime.children() == 1);
        Limits usual = limits();
        var impatient =
                new Limits(
                        usual.timeout(),
                        usual.memoryBytes(),
                        usual.concurrency(),
                        usual.queueLength(),
                        Duration.ofMillis(50),
                        usual.maxRequestBytes(),
                        usual.maxResponseBytes());
        // When
        Heard heard = hello(Children.guest(runtime, actions, impatient));
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.AT_CAPACITY);
        loop.cancel();
    }

    @Test
    void children_that_nobody_asks_go() throws Exception {
        // Given
        ProcessRuntime runtime =
                runtime(settings -> settings.withIdleAfter(Duration.ofMillis(100)));
        // When
        hello(guest(runtime));
        // Then
        Awaiting.until("no child lives", () -> runtime.children() == 0);
    }

    @Test
    void the_end_of_the_runtime_ends_what_works() throws Exception {
        // Given
        ProcessRuntime runtime = runtime(settings -> settings);
        Guest guest = guest(runtime);
        guest.prepare();
        var heard = new Heard();
        guest.start(get("/loop", ""), heard);
        // When
        runtime.close();
        // Then
        heard.report();
        assertThat(living("/run/function.jar")).isEmpty();
    }

    @Test
    void a_class_that_fails_while_it_loads_is_not_prepared() throws Exception {
        // Given
        Path source = Files.createTempDirectory(directory, "source");
        Files.writeString(
                source.resolve("A.java"),
                """
                import dev.fairlead.function.*;
                @CloudFunction class A implements Function {
                    A() { throw new IllegalStateException("no setting"); }
                    public Response handle(Request request) { return Response.text(""); }
                }
                """);
        Path jar = children.built(source, "A.java");
        try (Guest guest = Children.guest(runtime(settings -> settings), jar, limits())) {
            // When
            BuildFailed failed = catchThrowableOfType(BuildFailed.class, guest::prepare);
            // Then
            assertThat(failed.detail()).contains("IllegalStateException: no setting");
        }
    }
}

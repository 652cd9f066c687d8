package dev.fairlead.wasm;

import static dev.fairlead.wasm.WasmWriter.I32;
import static dev.fairlead.wasm.WasmWriter.I64;
import static dev.fairlead.wasm.WasmWriter.bytes;
import static dev.fairlead.wasm.WasmWriter.unsigned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.calls.CallsInFlight;
import dev.fairlead.dataplane.calls.EdgeLimits;
import dev.fairlead.dataplane.calls.Invocations;
import dev.fairlead.dataplane.calls.Invoker;
import dev.fairlead.dataplane.router.RouteTable;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.signing.NonceStore;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.executions.Trigger;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.Access;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.functions.RateLimit;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.wasm.threads.ThreadSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Functions that call functions, on a pool of two threads that never grows.
class FunctionCallsTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final OrganizationId ORGANIZATION = OrganizationId.next(CLOCK);
    private static final String CODE =
            "export default (r) => { try { return fairlead.call(%s); }"
                    + " catch (e) { return { code: e.code, name: e.name, told: e.message }; } }";

    private final TestBed bed = new TestBed(twoThreads());
    private final Router router = new Router(bed.runtime());
    private final ConcurrentLinkedQueue<Execution> executions = new ConcurrentLinkedQueue<>();
    private final Invoker invoker =
            new Invoker(
                    new Invocations(
                            router,
                            EdgeLimits.none(),
                            Gatekeeper.CLOSED,
                            NonceStore.CLOSED,
                            executions::add,
                            new CallsInFlight(),
                            CLOCK));
    private final List<RoutedService> services = new ArrayList<>();

    private static WasmSettings twoThreads() {
        WasmSettings usual = WasmSettings.of(TestBed.CACHE);
        ThreadSettings threads = usual.threads();
        return new WasmSettings(
                usual.compiler(),
                new ThreadSettings(
                        2,
                        2,
                        threads.stackBytes(),
                        threads.longRun(),
                        threads.tick(),
                        threads.queueLength()),
                usual.mostPages(),
                usual.mostLoaded(),
                usual.idleAfter());
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private void function(String name, String source) {
        function("shop", name, source, ServiceSettings.DEFAULT);
    }

    private void function(String project, String name, String source, ServiceSettings settings) {
        deploy(project, name, Abi.SCRIPT, source.getBytes(StandardCharsets.UTF_8), settings);
    }

    private void deploy(
            String project, String name, Abi abi, byte[] artifact, ServiceSettings settings) {
        var spec = bed.spec(abi, artifact, settings.limits(), Map.of());
        services.add(
                new RoutedService(
                        ORGANIZATION,
                        spec.function(),
                        new ProjectName(project),
                        new ServiceName(name),
                        settings,
                        Map.of(new AliasName("live"), 1),
                        Map.of(1, spec),
                        List.of()));
        router.publish(new RouteTable(services.size(), services));
    }

    private static ServiceSettings limited(Limits limits) {
        return ServiceSettings.DEFAULT.with(limits);
    }

    private String ask(String name) throws InterruptedException {
        return ask(name, "{}");
    }

    private String ask(String name, String body) throws InterruptedException {
        var service = router.find("shop", name).orElseThrow();
        var result = invoker.invoke(service, body.getBytes(StandardCharsets.UTF_8), false);
        return StandardCharsets.UTF_8.decode(result.body()).toString();
    }

    @Test
    void a_function_calls_another_of_its_project() throws InterruptedException {
        // Given
        function(
                "front",
                """
                export default () => fairlead.call('back', {
                  method: 'put', path: '/stock', query: { size: 'L', tag: ['a', 'b c'] },
                  headers: { 'X-Trace': 't1', 'x-fairlead-caller': 'forged', 'x-forwarded-for': '6.6.6.6' },
                  body: { pieces: 3 },
                });
                """);
        function(
                "shop",
                "back",
                """
                export default (r) => ({
                  status: 201, headers: { 'x-stock': '7' },
                  body: [r.method, r.path, r.query, r.headers, r.body],
                });
                """,
                ServiceSettings.DEFAULT.with(Access.PRIVATE));
        // When
        String answer = ask("front");
        // Then
        String front = services.getFirst().function().toString();
        assertThat(answer)
                .isEqualTo(
                        "[\"PUT\",\"/stock\",{\"size\":\"L\",\"tag\":[\"a\",\"b c\"]},"
                                + "{\"x-trace\":\"t1\",\"content-type\":\"application/json\","
                                + "\"x-fairlead-caller\":\""
                                + front
                                + "\"},{\"pieces\":3}]");
        assertThat(executions)
                .extracting(Execution::trigger, Execution::httpStatus, Execution::status)
                .containsExactly(
                        tuple(Trigger.FUNCTION, 201, ExecutionStatus.SUCCEEDED),
                        tuple(Trigger.API, 201, ExecutionStatus.SUCCEEDED));
    }

    @Test
    void bytes_come_and_go_as_they_are() throws InterruptedException {
        // Given
        function(
                "front",
                """
                export default () => {
                  const back = fairlead.call('back', { body: new Uint8Array([0, 255, 128]) });
                  return [back.bodyBase64, back.headers['content-type']];
                };
                """);
        function(
                "back",
                """
                export default (r) => ({
                  status: 200, headers: { 'content-type': 'image/png' }, bodyBase64: r.bodyBase64,
                });
                """);
        // When / Then
        assertThat(ask("front")).isEqualTo("[\"AP+A\",\"image/png\"]");
    }

    @Test
    void a_wasm_handler_calls_by_its_import() throws InterruptedException {
        // Given
        String question = "{\"function\":\"back\",\"body\":\"hello\"}";
        var wasm = new WasmWriter();
        int alloc = wasm.type(new int[] {I32}, I32);
        int handle = wasm.type(new int[] {I32, I32}, I64);
        wasm.importFunction("fairlead", "call", handle)
                .memory(2)
                .data(16, question)
                // 4096
                .exported("fl_alloc", alloc, bytes(0x41, 0x80, 0x20))
                .exported(
                        "fl_handle",
                        handle,
                        bytes(0x41, 0x10, 0x41),
                        unsigned(question.length()),
                        bytes(0x10, 0));
        deploy("shop", "front", Abi.HANDLER, wasm.write(), ServiceSettings.DEFAULT);
        function("back", "export default (r) => r.method + ' ' + r.body");
        // When / Then
        assertThat(ask("front")).isEqualTo("POST hello");
    }

    @Test
    void a_command_takes_an_answer_that_it_asked_for_and_no_other() throws InterruptedException {
        // Given
        var wasm = new WasmWriter();
        int take = wasm.type(new int[] {I32});
        int start = wasm.type(new int[] {});
        wasm.importFunction("fairlead", "take", take)
                .memory(2)
                .exported("_start", start, bytes(0x41, 0x10, 0x10, 0));
        deploy("shop", "greedy", Abi.COMMAND, wasm.write(), ServiceSettings.DEFAULT);
        // When
        ask("greedy");
        // Then
        assertThat(executions)
                .extracting(one -> one.errorMessage().orElse(""))
                .containsExactly("There is no answer to take.");
    }

    @Test
    void what_cannot_be_called_is_an_error_with_a_code() throws InterruptedException {
        // Given
        function("none", CODE.formatted("'nobody'"));
        function("foreign", CODE.formatted("'theirs'"));
        function("other", "theirs", "export default () => 1", ServiceSettings.DEFAULT);
        function("shaped", CODE.formatted("'none', { path: 'no slash' }"));
        function("broken", CODE.formatted("'throws'"));
        function("throws", "export default () => { throw new Error('out of stock'); }");
        // When / Then
        assertThat(ask("none")).contains("\"code\":\"service-not-found\"", "\"CallError\"");
        assertThat(ask("foreign")).contains("\"code\":\"service-not-found\"");
        assertThat(ask("shaped")).contains("\"code\":\"invalid-request\"");
        assertThat(ask("broken")).contains("\"code\":\"guest-failed\"", "out of stock");
    }

    @Test
    void calls_are_at_most_eight_deep() throws InterruptedException {
        // Given
        function(
                "deep",
                """
                export default (r) => {
                  const depth = (r.body?.depth ?? 0) + 1;
                  try { return fairlead.call('deep', { body: { depth } }).body; }
                  catch (e) { return { depth, code: e.code }; }
                };
                """);
        // When / Then
        assertThat(ask("deep")).isEqualTo("{\"depth\":9,\"code\":\"call-too-deep\"}");
        assertThat(executions).hasSize(9);
    }

    @Test
    void many_callers_at_once_on_two_threads_all_come_to_an_end() throws Exception {
        // Given
        function("one", "export default () => fairlead.call('two').body + 1");
        function("two", "export default () => fairlead.call('three').body + 1");
        function("three", "export default () => 1");
        var answers = new ArrayList<Future<String>>();
        // When
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                answers.add(callers.submit(() -> ask("one")));
            }
        }
        // Then
        for (Future<String> answer : answers) {
            assertThat(answer.get()).isEqualTo("3");
        }
    }

    @Test
    void functions_that_call_each_other_in_a_circle_end() throws Exception {
        // Given
        String turn =
                """
                export default (r) => {
                  const left = r.body?.left ?? 6;
                  return left === 0 ? 'home' : fairlead.call('%s', { body: { left: left - 1 } }).body;
                };
                """;
        function("ping", turn.formatted("pong"));
        function("pong", turn.formatted("ping"));
        var answers = new ArrayList<Future<String>>();
        // When
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                String first = i % 2 == 0 ? "ping" : "pong";
                answers.add(callers.submit(() -> ask(first)));
            }
        }
        // Then
        for (Future<String> answer : answers) {
            assertThat(answer.get()).isEqualTo("\"home\"");
        }
    }

    @Test
    void a_function_that_waits_for_its_own_only_place_is_refused_at_once() throws Exception {
        // Given
        var one =
                new Limits(
                        Duration.ofSeconds(10),
                        32L << 20,
                        1,
                        10,
                        Duration.ofSeconds(10),
                        1 << 20,
                        1 << 20);
        function("shop", "selfish", CODE.formatted("'selfish'"), limited(one));
        // When / Then
        assertThat(ask("selfish")).contains("\"code\":\"at-capacity\"");
        assertThat(ask("selfish")).as("its place is free again").contains("at-capacity");
    }

    @Test
    void a_callee_ends_with_the_time_of_its_caller() throws InterruptedException {
        // Given
        function(
                "shop",
                "hasty",
                "export default () => fairlead.call('endless').body",
                limited(Asking.limits(Duration.ofMillis(300))));
        function(
                "shop",
                "endless",
                "export default () => { while (true); }",
                limited(Asking.limits(Duration.ofMinutes(10))));
        // When
        ask("hasty");
        // Then
        assertThat(executions)
                .extracting(Execution::trigger, Execution::status)
                .containsExactly(
                        tuple(Trigger.FUNCTION, ExecutionStatus.TIMED_OUT),
                        tuple(Trigger.API, ExecutionStatus.TIMED_OUT));
    }

    @Test
    void the_shorter_limit_of_a_callee_ends_it_alone() throws InterruptedException {
        // Given
        function("patient", CODE.formatted("'endless'"));
        function(
                "shop",
                "endless",
                "export default () => { while (true); }",
                limited(Asking.limits(Duration.ofMillis(200))));
        // When / Then
        assertThat(ask("patient")).contains("\"code\":\"guest-timeout\"");
        assertThat(ask("patient")).contains("\"code\":\"guest-timeout\"");
    }

    @Test
    void a_callee_has_its_own_rate_limit() throws InterruptedException {
        // Given
        function("busy", CODE.formatted("'rare'"));
        var rare = ServiceSettings.DEFAULT.with(Optional.of(RateLimit.parse("1/1d,per=function")));
        function("shop", "rare", "export default () => 'once'", rare);
        // When / Then
        assertThat(ask("busy")).isEqualTo("once");
        assertThat(ask("busy")).contains("\"code\":\"rate-limited\"");
    }

    @Test
    void what_is_called_before_any_request_is_refused() throws InterruptedException {
        // Given
        function(
                "early",
                """
                let code = 'none';
                try { fairlead.call('early'); } catch (e) { code = e.code; }
                export default () => code;
                """);
        // When / Then
        assertThat(ask("early")).isEqualTo("\"service-not-found\"");
    }
}

package dev.fairlead.endtoend.languages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.builders.Builders;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.calls.CallsInFlight;
import dev.fairlead.dataplane.calls.EdgeLimits;
import dev.fairlead.dataplane.calls.Invocations;
import dev.fairlead.dataplane.calls.Invoker;
import dev.fairlead.dataplane.router.RouteTable;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.router.Visitor;
import dev.fairlead.dataplane.runtime.GuestRuntimes;
import dev.fairlead.dataplane.signing.NonceStore;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.executions.Trigger;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;
import dev.fairlead.process.ProcessRuntime;
import dev.fairlead.process.ProcessSettings;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;
import dev.fairlead.wasm.WasmRuntime;
import dev.fairlead.wasm.WasmSettings;
import dev.fairlead.wasm.threads.ThreadSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Functions of several languages that call each other, with four processes and two guest threads
/// for all of them.
@Tag("slow")
@Timeout(300)
class CallsAcrossLanguagesTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final OrganizationId ORGANIZATION = OrganizationId.next(CLOCK);
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path TOOLS = Path.of("..", "..", "builders").toAbsolutePath().normalize();
    private static final int PROCESSES = 4;

    /// Calls the function that the body names.
    private static final String JAVA =
            """
            import dev.fairlead.function.*;
            import java.util.Map;

            @CloudFunction
            public class Front implements Function {
                @Override
                public Response handle(Request request) {
                    try {
                        Response back = Call.of(request.text()).path("/stock").method("put")
                                .query("size", "L & M").header("X-Trace", "t1").text("päper").send();
                        return Response.text(back.status() + " " + back.headers().get("x-made") + " "
                                + back.text());
                    } catch (CallFailed e) {
                        return Response.text("failed " + e.code());
                    }
                }
            }
            """;

    private static final String ASSEMBLYSCRIPT =
            """
            import { Call, Request, Response } from "fairlead";

            export function handle(request: Request): Response {
              const back = new Call(request.body.replaceAll('"', "")).at("/stock").by("put")
                .query("size", "L & M").header("X-Trace", "t1").text("päper").send();
              const error = back.error;
              if (error) return Response.text("failed " + error);
              return Response.text(back.status.toString() + " " + back.headers.get("x-made") + " " + back.body);
            }
            """;

    private static final String GO =
            """
            package handler

            import (
            	"errors"
            	"fmt"
            	"net/url"

            	"fairlead.dev/fairlead"
            )

            func Handle(r fairlead.Request) fairlead.Response {
            	back, err := fairlead.Call(string(r.Body), fairlead.Request{
            		Method: "put", Path: "/stock", Query: url.Values{"size": {"L & M"}},
            		Headers: fairlead.Headers{"x-trace": {"t1"}, "content-type": {"text/plain"}},
            		Body: []byte("päper"),
            	})
            	var failed *fairlead.CallError
            	if errors.As(err, &failed) {
            		return fairlead.Text(200, "failed "+failed.Code)
            	}
            	return fairlead.Text(200, fmt.Sprintf("%d %s %s", back.Status, back.Headers.Get("x-made"), back.Body))
            }
            """;

    private static final String BACK =
            """
            export default (r) => ({
              status: 201, headers: { 'x-made': 'yes', 'content-type': 'text/plain' },
              body: [r.method, r.path, r.query.size, r.headers['x-trace'], r.body].join('|'),
            });
            """;

    /// Has Java call it again.
    private static final String RING =
            """
            export default (r) => {
              try { return 'js ' + fairlead.call('java', { body: 'ring' }).body; }
              catch (e) { return 'js failed ' + e.code; }
            };
            """;

    private static final Map<String, Built> BUILT = new HashMap<>();

    private final List<RoutedService> services = new ArrayList<>();
    private final ConcurrentLinkedQueue<Execution> executions = new ConcurrentLinkedQueue<>();
    private final WasmRuntime wasm = new WasmRuntime(twoThreads());
    private final Bubblewrap sandbox = sandbox();
    private final ProcessRuntime processes =
            new ProcessRuntime(
                    ProcessSettings.in(TARGET.resolve("calls/" + UUID.randomUUID()))
                            .withMostChildren(PROCESSES),
                    sandbox);
    private final Router router = new Router(new GuestRuntimes(Map.of(Abi.JAVA, processes), wasm));
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

    private static Bubblewrap sandbox() {
        try {
            return Bubblewrap.open(SandboxSettings.in(TARGET.resolve("calls/sandbox")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WasmSettings twoThreads() {
        WasmSettings usual = WasmSettings.of(TARGET.resolve("conformance-modules"));
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

    @BeforeAll
    static void build(@TempDir Path folder) throws IOException, InterruptedException {
        try (var apart = Bubblewrap.open(SandboxSettings.in(folder.resolve("sandbox")))) {
            build(folder, apart, Language.JAVA, "Front.java", JAVA, "");
            build(folder, apart, Language.ASSEMBLYSCRIPT, "index.ts", ASSEMBLYSCRIPT, "");
            build(
                    folder,
                    apart,
                    Language.GO,
                    "handler.go",
                    GO,
                    "module example.com/f\n\ngo 1.21\n");
        }
    }

    private static void build(
            Path folder, Bubblewrap apart, Language language, String file, String text, String mod)
            throws IOException, InterruptedException {
        Path source = Files.createDirectories(folder.resolve(language.word()));
        var files = new ArrayList<>(List.of(file));
        Files.writeString(source.resolve(file), text);
        if (!mod.isEmpty()) {
            files.add("go.mod");
            Files.writeString(source.resolve("go.mod"), mod);
        }
        var tree = new SourceTree(source, files, ContentHash.of(new byte[0]));
        Path work = Files.createTempDirectory(folder, "work");
        var settings =
                BuilderSettings.of(
                        Path.of("/usr/bin/node"),
                        TOOLS.resolve("node_modules"),
                        TARGET.resolve("toolchains"));
        Built one =
                new Builders(settings, apart)
                        .of(language)
                        .build(
                                new BuildInput(
                                        tree, work, "test", Map.of(), Map.of(), Unheard.UNHEARD));
        Path kept = Files.createDirectories(TARGET.resolve("calls")).resolve(language.word());
        Files.copy(one.artifact(), kept, StandardCopyOption.REPLACE_EXISTING);
        BUILT.put(language.word(), new Built(kept, one.abi()));
    }

    private enum Unheard implements BuildProgress {
        UNHEARD;

        @Override
        public void phase(BuildPhase phase) {}

        @Override
        public void line(String text) {}
    }

    @AfterEach
    void close() {
        wasm.close();
        processes.close();
        sandbox.close();
    }

    private static Limits limits(Duration timeout) {
        return new Limits(timeout, 64L << 20, 64, 64, Duration.ofSeconds(20), 6L << 20, 2L << 20);
    }

    private void javascript(String name, String source) throws IOException {
        javascript(name, source, Duration.ofSeconds(30));
    }

    private void javascript(String name, String source, Duration timeout) throws IOException {
        Path file = Files.createTempFile(TARGET, "script", ".js");
        Files.writeString(file, source);
        deploy(name, new Built(file, Abi.SCRIPT), timeout);
    }

    private void deploy(String name, Duration timeout) throws IOException {
        deploy(name, BUILT.getOrDefault(name, new Built(TARGET, Abi.SCRIPT)), timeout);
    }

    private void deploy(String name, Built what, Duration timeout) throws IOException {
        Limits limits = limits(timeout);
        var function = new ServiceId(UUID.randomUUID());
        ContentHash hash = ContentHash.of(Files.readAllBytes(what.artifact()));
        var spec = new GuestSpec(function, 1, what.abi(), what.artifact(), hash, limits, Map.of());
        services.add(
                new RoutedService(
                        ORGANIZATION,
                        function,
                        new ProjectName("shop"),
                        new ServiceName(name),
                        ServiceSettings.DEFAULT.with(limits),
                        List.of(RoutedAlias.live(1)),
                        Map.of(1, spec),
                        List.of()));
        router.publish(new RouteTable(services.size(), services));
    }

    private String ask(String name, String body) throws InterruptedException {
        var service = router.find("shop", name).orElseThrow();
        var target = service.target("live", Visitor.ANYBODY).orElseThrow();
        var result = invoker.invoke(service, target, body.getBytes(StandardCharsets.UTF_8), false);
        return StandardCharsets.UTF_8.decode(result.body()).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "assemblyscript", "go"})
    void it_calls_another_function_of_its_project(String language)
            throws IOException, InterruptedException {
        // Given
        deploy(language, Duration.ofSeconds(30));
        javascript("back", BACK);
        // When
        String answer = ask(language, "back");
        // Then
        assertThat(answer).isEqualTo("201 yes PUT|/stock|L & M|t1|päper");
        assertThat(executions)
                .extracting(Execution::trigger, Execution::status)
                .containsExactly(
                        tuple(Trigger.FUNCTION, ExecutionStatus.SUCCEEDED),
                        tuple(Trigger.API, ExecutionStatus.SUCCEEDED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "assemblyscript", "go"})
    void it_is_told_why_there_is_no_answer(String language)
            throws IOException, InterruptedException {
        // Given
        deploy(language, Duration.ofSeconds(30));
        javascript("broken", "export default () => { throw new Error('on purpose'); }");
        javascript("endless", "export default () => { while (true); }", Duration.ofMillis(300));
        // When / Then
        assertThat(ask(language, "nobody")).isEqualTo("failed service-not-found");
        assertThat(ask(language, "broken")).isEqualTo("failed guest-failed");
        assertThat(ask(language, "endless")).isEqualTo("failed guest-timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "assemblyscript", "go"})
    void what_it_calls_ends_with_its_time(String language)
            throws IOException, InterruptedException {
        // Given
        javascript("back", BACK);
        deploy(language, Duration.ofSeconds(3));
        ask(language, "back");
        executions.clear();
        javascript("endless", "export default () => { while (true); }", Duration.ofMinutes(10));
        // When
        ask(language, "endless");
        // Then
        assertThat(executions)
                .extracting(Execution::trigger, Execution::status)
                .containsExactly(
                        tuple(Trigger.FUNCTION, ExecutionStatus.TIMED_OUT),
                        tuple(Trigger.API, ExecutionStatus.TIMED_OUT));
    }

    @Test
    void rings_of_java_and_javascript_end() throws IOException, InterruptedException {
        // Given
        deploy("java", Duration.ofSeconds(30));
        javascript("ring", RING);
        // When
        String fromJava = ask("java", "ring");
        String fromJavaScript = ask("ring", "");
        // Then
        assertThat(fromJava).contains("js ").contains("failed at-capacity");
        assertThat(fromJavaScript).contains("failed at-capacity");
        assertThat(processes.children()).isLessThanOrEqualTo(PROCESSES);
    }

    @Test
    void many_callers_at_once_on_few_places_all_get_an_answer()
            throws IOException, InterruptedException, ExecutionException {
        // Given
        deploy("java", Duration.ofSeconds(60));
        javascript("back", BACK);
        javascript("front", "export default () => fairlead.call('java', { body: 'back' }).body;");
        javascript("ring", RING);
        ask("java", "back");
        var answers = new ArrayList<Future<String>>();
        // When
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                String name = List.of("java", "front", "ring").get(i % 3);
                answers.add(callers.submit(() -> ask(name, body(name))));
            }
        }
        // Then
        for (Future<String> answer : answers) {
            assertThat(answer.get()).isNotNull();
        }
        assertThat(executions).noneMatch(one -> one.status() == ExecutionStatus.TIMED_OUT);
        assertThat(executions).anyMatch(one -> one.status() == ExecutionStatus.SUCCEEDED);
        assertThat(ask("java", "back")).as("places are free again").startsWith("201 yes");
        assertThat(ask("front", "")).contains("201 yes");
    }

    private static String body(String name) {
        return name.equals("java") ? "back" : "";
    }
}

package dev.fairlead.dataplane.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.RouteTable;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.router.Visitor;
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.runtime.Invocation;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.runtime.RunReport;
import dev.fairlead.dataplane.signing.NonceStore;
import dev.fairlead.dataplane.telemetry.RunningCall;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;

@Timeout(20)
class CallsInFlightTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final ServiceId FUNCTION = ServiceId.next(CLOCK);
    private static final byte[] INPUT = {'{', '}'};

    private final CallsInFlight calls = new CallsInFlight();
    private final Held guest = new Held();

    /// Runs until the test says that it ended.
    private static final class Held implements Guest, GuestRuntime {
        private final SynchronousQueue<GuestAnswer> started = new SynchronousQueue<>();

        @Override
        public Guest guest(GuestSpec spec) {
            return this;
        }

        @Override
        public void prepare() {}

        @Override
        public Invocation start(GuestRequest request, GuestAnswer answer) {
            Thread.ofVirtual().start(() -> hand(answer));
            return () -> {};
        }

        private void hand(GuestAnswer answer) {
            try {
                started.put(answer);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        static void end(GuestAnswer answer) {
            answer.done(new RunReport(Outcome.ANSWERED, StartKind.WARM, 0, 0, 0, List.of()));
        }

        @Override
        public void close() {}
    }

    private LiveService service() {
        var router = new Router(guest);
        var hash = ContentHash.of(INPUT);
        var spec =
                new GuestSpec(
                        FUNCTION, 7, Abi.COMMAND, Path.of("none"), hash, Limits.DEFAULT, Map.of());
        router.publish(
                new RouteTable(
                        1,
                        List.of(
                                new RoutedService(
                                        OrganizationId.next(CLOCK),
                                        FUNCTION,
                                        new ProjectName("p"),
                                        new ServiceName("f"),
                                        ServiceSettings.DEFAULT,
                                        List.of(RoutedAlias.live(7)),
                                        Map.of(7, spec),
                                        List.of()))));
        return router.find(FUNCTION).orElseThrow();
    }

    private CompletableFuture<Invoker.Result> invoke(Invoker invoker, LiveService service) {
        var result = new CompletableFuture<Invoker.Result>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        result.complete(
                                invoker.invoke(
                                        service,
                                        service.target("live", Visitor.ANYBODY).orElseThrow(),
                                        INPUT,
                                        false));
                    } catch (InterruptedException e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }

    @Test
    void a_call_is_in_flight_until_the_listener_heard_of_it() throws InterruptedException {
        // Given
        var heardWhileInFlight = new CompletableFuture<List<RunningCall>>();
        var invoker =
                new Invoker(
                        new Invocations(
                                new Router(guest),
                                EdgeLimits.none(),
                                Gatekeeper.CLOSED,
                                NonceStore.CLOSED,
                                _ ->
                                        heardWhileInFlight.complete(
                                                calls.olderThan(Duration.ZERO, 10)),
                                calls,
                                CLOCK));
        var result = invoke(invoker, service());
        GuestAnswer answer = guest.started.take();
        List<RunningCall> running = calls.olderThan(Duration.ZERO, 10);
        // When
        Held.end(answer);
        // Then
        Execution execution = result.join().execution();
        assertThat(running)
                .containsExactly(
                        new RunningCall(
                                execution.id(),
                                execution.organization(),
                                FUNCTION,
                                7,
                                execution.trigger(),
                                execution.startedAt(),
                                INPUT.length));
        assertThat(heardWhileInFlight.join()).isEqualTo(running);
        while (!calls.olderThan(Duration.ZERO, 10).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void only_as_many_as_asked_for_and_as_old_are_named() throws InterruptedException {
        // Given
        var invoker =
                new Invoker(
                        new Invocations(
                                new Router(guest),
                                EdgeLimits.none(),
                                Gatekeeper.CLOSED,
                                NonceStore.CLOSED,
                                _ -> {},
                                calls,
                                CLOCK));
        LiveService service = service();
        var results = List.of(invoke(invoker, service), invoke(invoker, service));
        var answers = List.of(guest.started.take(), guest.started.take());
        // When
        var one = calls.olderThan(Duration.ZERO, 1);
        var all = calls.olderThan(Duration.ZERO, 2);
        var old = calls.olderThan(Duration.ofHours(1), 2);
        // Then
        assertThat(one).hasSize(1);
        assertThat(all).hasSize(2);
        assertThat(old).isEmpty();
        answers.forEach(Held::end);
        results.forEach(CompletableFuture::join);
    }
}

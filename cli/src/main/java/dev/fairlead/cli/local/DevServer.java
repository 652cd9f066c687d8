package dev.fairlead.cli.local;

import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.calls.CallsInFlight;
import dev.fairlead.dataplane.calls.EdgeLimits;
import dev.fairlead.dataplane.calls.Invocations;
import dev.fairlead.dataplane.gateway.Gateway;
import dev.fairlead.dataplane.gateway.GatewaySettings;
import dev.fairlead.dataplane.http.BlockingBridge;
import dev.fairlead.dataplane.router.RouteTable;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.signing.NonceStore;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.LogLine;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The gateway of `dev`: one function at its address, and a page about it. What answers changes
/// only when a build was good.
final class DevServer implements AutoCloseable {
    private static final ProjectName PROJECT = new ProjectName("dev");
    private static final int MOST_PAGES = 16;

    private final Clock clock = Clock.systemUTC();
    private final OrganizationId organization = OrganizationId.next(clock);
    private final LocalProject project;
    private final Router router;
    private final Gateway gateway;
    private final DevPage page;
    private final PrintStream out;
    private final ServiceName name;
    private long revision;

    DevServer(LocalProject project, GuestRuntime runtime, int port, PrintStream out) {
        this.project = project;
        this.out = out;
        this.name = new ServiceName(project.name());
        this.router = new Router(runtime);
        this.page = new DevPage(project.name(), "/fn/" + PROJECT + "/" + name);
        this.gateway =
                new Gateway(
                        GatewaySettings.on("127.0.0.1", port),
                        new BlockingBridge(page, MOST_PAGES, 0),
                        new Invocations(
                                router,
                                EdgeLimits.none(),
                                Gatekeeper.CLOSED,
                                NonceStore.CLOSED,
                                this::executed,
                                new CallsInFlight(),
                                clock));
    }

    void start() {
        gateway.start();
    }

    String url() {
        return page() + "fn/" + PROJECT + "/" + name;
    }

    String page() {
        return "http://localhost:" + gateway.port() + "/";
    }

    /// Builds what changed and lets it answer.
    void update(LocalBuilds builds) throws IOException, InterruptedException {
        long began = System.nanoTime();
        var log = new ArrayList<String>();
        try {
            Optional<GuestSpec> built =
                    builds.build(project, DotEnv.read(project.folder()), log::add);
            if (built.isPresent()) {
                serve(built.get());
                say("ready in " + (System.nanoTime() - began) / 1_000_000 + " ms");
                page.good();
            }
        } catch (BuildFailed e) {
            broken(log, Explained.of(e));
        } catch (Rejected e) {
            broken(log, e.detail() + " (" + e.code().code() + ")");
        }
    }

    private void broken(List<String> log, String why) {
        log.forEach(out::println);
        say(why);
        say(revision == 0 ? "nothing answers yet" : "the last good version goes on answering");
        page.broken(why, log);
    }

    private void serve(GuestSpec spec) {
        router.prepare(spec);
        revision++;
        router.publish(
                new RouteTable(
                        revision,
                        List.of(
                                new RoutedService(
                                        organization,
                                        spec.function(),
                                        PROJECT,
                                        name,
                                        ServiceSettings.DEFAULT,
                                        List.of(RoutedAlias.live(spec.version())),
                                        Map.of(spec.version(), spec),
                                        List.of()))));
    }

    private void executed(Execution execution) {
        String failure =
                execution.errorCode().map(code -> " " + code).orElse("")
                        + execution.errorMessage().map(text -> ": " + text).orElse("");
        say(
                execution.httpStatus()
                        + " in "
                        + (execution.startMicros() + execution.runMicros()) / 1000.0
                        + " ms"
                        + failure);
        for (LogLine line : execution.logs()) {
            say("  " + line.level() + " " + line.text());
        }
    }

    private void say(String text) {
        out.println(text);
        page.say(text);
    }

    @Override
    public void close() {
        page.close();
        gateway.drain(Duration.ofMillis(200));
        gateway.close();
    }
}

package dev.fairlead.container.lambda;

import dev.fairlead.container.instances.ContainerSettings;
import dev.fairlead.container.instances.ImageStarter;
import dev.fairlead.container.instances.Instance;
import dev.fairlead.container.instances.Launcher;
import dev.fairlead.container.instances.Making;
import dev.fairlead.container.instances.Marks;
import dev.fairlead.container.instances.StartFailed;
import dev.fairlead.container.instances.Starter;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Timeouts;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.containers.ContainerSummary;
import dev.fairlead.engine.images.Image;
import dev.fairlead.model.apps.ImageDescription;
import dev.fairlead.model.errors.ErrorCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Starts instances of an image with a Lambda runtime, each behind a door of its own, which is open
/// before its container is made.
public final class LambdaStarter implements Starter {
    private static final Logger LOG = LoggerFactory.getLogger(LambdaStarter.class);
    private static final String REGION = "local";
    private static final int WHOLE = 6 << 20;
    private static final long STREAMED = 20L << 20;

    private final AppSpec app;
    private final Engine engine;
    private final Launcher launcher;
    private final Doors doors;
    private final ImageStarter images;
    private final Marks marks;

    public LambdaStarter(
            AppSpec app,
            Engine engine,
            ContainerSettings settings,
            Launcher launcher,
            ImageStarter images,
            Doors doors) {
        this.app = app;
        this.engine = engine;
        this.launcher = launcher;
        this.doors = doors;
        this.images = images;
        this.marks = new Marks(settings.installation());
    }

    @Override
    public Instance launch(Optional<String> created) throws StartFailed, InterruptedException {
        var container = new AtomicReference<>("");
        Door door = open(() -> kill(container.get()));
        boolean ready = false;
        try {
            Instance instance = launcher.launch(() -> making(door), Optional.empty());
            container.set(instance.container());
            ready = true;
            return instance;
        } finally {
            if (!ready) {
                door.close();
            }
        }
    }

    private Door open(Runnable timedOut) throws StartFailed {
        try {
            String gateway = images.gateway();
            var owner = new Door.Owner(app.name().text(), arn(), timeout(), WHOLE, STREAMED);
            return doors.open(InetAddress.ofLiteral(gateway), owner, timedOut);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartFailed(
                    ErrorCode.START_FAILED,
                    "Its runtime cannot be given a place to ask for events: " + e.getMessage(),
                    e);
        }
    }

    private Duration timeout() {
        return app.program().limits().timeout();
    }

    private String region() {
        Map<String, String> said = app.program().environment();
        return said.getOrDefault("AWS_REGION", said.getOrDefault("AWS_DEFAULT_REGION", REGION));
    }

    private String arn() {
        return "arn:aws:lambda:" + region() + ":000000000000:function:" + app.name().text();
    }

    /// It took too long: whatever it does, it ends.
    private void kill(String container) {
        Thread.ofVirtual()
                .name("kill-" + app.name().text())
                .start(() -> {
                    try {
                        engine.containers().kill(container, "SIGKILL");
                    } catch (IOException e) {
                        LOG.warn("an instance could not be ended container={}", container, e);
                    }
                });
    }

    private Making making(Door door) throws StartFailed, IOException {
        ImageDescription image = images.description();
        Optional<Image> inspected = engine.images().inspect(image.image());
        Map<String, String> own =
                inspected.map(one -> one.defaults().environment()).orElseGet(Map::of);
        List<String> arguments =
                image.command().isEmpty()
                        ? inspected.map(one -> one.defaults().arguments()).orElseGet(List::of)
                        : image.command();
        Map<String, String> environment = environment(door, own);
        environment.put("_HANDLER", arguments.isEmpty() ? "" : arguments.getLast());
        return images.making(image, environment, (_, address) -> door.of(address));
    }

    private Map<String, String> environment(Door door, Map<String, String> own) {
        var all = new HashMap<String, String>();
        all.put("TZ", ":UTC");
        if (!own.containsKey("LAMBDA_TASK_ROOT")) {
            all.put("LAMBDA_TASK_ROOT", "/var/task");
        }
        all.put("AWS_REGION", region());
        all.put("AWS_DEFAULT_REGION", region());
        all.putAll(app.program().environment());
        all.put("AWS_LAMBDA_RUNTIME_API", door.runtimeApi());
        all.put("AWS_LAMBDA_FUNCTION_NAME", app.name().text());
        all.put("AWS_LAMBDA_FUNCTION_VERSION", Integer.toString(app.program().version()));
        long memory = app.program().limits().memoryBytes() >> 20;
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Long.toString(memory));
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + app.name().text());
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", "[" + app.program().version() + "]");
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        return all;
    }

    /// None: the door of one that waits would be a port that nobody uses.
    @Override
    public Optional<String> create() {
        return Optional.empty();
    }

    /// None: what runs from before knows a door that is gone, and is removed.
    @Override
    public List<Instance> there() {
        try {
            for (ContainerSummary one : engine.containers().list(marks.instancesOf(app))) {
                if (!launcher.has(one.id())) {
                    LOG.info("an instance without a door is removed container={}", one.id());
                    launcher.discard(one.id());
                }
            }
        } catch (IOException e) {
            LOG.debug("what runs already is not known app={}", app.name(), e);
        }
        return List.of();
    }

    @Override
    public int concurrency(int asked) {
        return 1;
    }

    @Override
    public boolean takesEvents() {
        return true;
    }

    /// The door itself tells that an event took too long. One that nobody waits for any more may go
    /// before.
    @Override
    public Timeouts timeouts() {
        Duration firstByte = timeout().multipliedBy(2).plusSeconds(10);
        Duration idle = Timeouts.USUAL.idle();
        return new Timeouts(
                Timeouts.USUAL.connect(),
                firstByte,
                firstByte.compareTo(idle) > 0 ? firstByte : idle);
    }

    @Override
    public void idle(boolean over) {
        // Doors are closed with their instances.
    }
}

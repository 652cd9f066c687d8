package dev.fairlead.container.instances;

import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.containers.Limits;
import dev.fairlead.engine.containers.Mount;
import dev.fairlead.engine.containers.Networking;
import dev.fairlead.engine.containers.Program;
import dev.fairlead.engine.containers.Walls;
import dev.fairlead.model.apps.Contract;
import dev.fairlead.model.apps.ImageDescription;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Starts instances of one image, in the network of their environment.
public final class ImageStarter implements Starter {
    private static final Logger LOG = LoggerFactory.getLogger(ImageStarter.class);
    private static final long TEMPORARY_BYTES = 64L << 20;
    private static final int PROCESSES = 512;
    private static final long LOG_FILE_BYTES = 5L << 20;
    private static final int LOG_FILES = 2;

    private final AppSpec app;
    private final Launcher launcher;
    private final ContainerSettings settings;
    private final Marks marks;
    private final Networked networks;

    public ImageStarter(
            AppSpec app, ContainerSettings settings, Launcher launcher, Networked networks) {
        this.app = app;
        this.launcher = launcher;
        this.settings = settings;
        this.marks = new Marks(settings.installation());
        this.networks = networks;
    }

    @Override
    public Instance launch(Optional<String> created) throws StartFailed, InterruptedException {
        return launcher.launch(this::making, created);
    }

    @Override
    public Optional<String> create() {
        try {
            return Optional.of(launcher.create(making()));
        } catch (IOException | StartFailed e) {
            LOG.debug("no container is created ahead app={}", app.name(), e);
            return Optional.empty();
        }
    }

    @Override
    public List<Instance> there() {
        try {
            return launcher.there(marks.instancesOf(app), making());
        } catch (IOException | StartFailed e) {
            LOG.debug("what runs already is not known app={}", app.name(), e);
            return List.of();
        }
    }

    @Override
    public void idle(boolean over) {
        // There is nothing else.
    }

    private Making making() throws StartFailed, IOException {
        ImageDescription image = description();
        Map<String, String> environment = new HashMap<>(app.program().environment());
        environment.put("PORT", Integer.toString(image.port()));
        return making(
                image,
                environment,
                (_, address) -> Contact.http(address, image.port(), image.health()));
    }

    /// How an instance is made that is reached as `reaching` says.
    public Making making(
            ImageDescription image, Map<String, String> environment, Making.Reaching reaching)
            throws IOException {
        String network = networks.of(app, image.bounds().egress());
        return new Making(
                spec(image, environment, network), image.reference(), network, List.of(), reaching);
    }

    /// The engine machine's address in the network of the instances.
    public String gateway() throws IOException, StartFailed {
        return networks.gateway(app, description().bounds().egress());
    }

    /// By which it gets its requests; HTTP where that is not known any more, as it cannot start.
    public Contract contract() {
        try {
            return description().contract();
        } catch (StartFailed e) {
            LOG.debug("what a version is made of is not known app={}", app.name(), e);
            return Contract.HTTP;
        }
    }

    /// What the version is made of.
    public ImageDescription description() throws StartFailed {
        try {
            return ImageDescription.parse(Files.readString(app.program().artifact()));
        } catch (IOException | InvalidValue e) {
            throw new StartFailed(
                    ErrorCode.IMAGE_UNAVAILABLE,
                    "The description of its image is gone or damaged; deploy again.",
                    e);
        }
    }

    private ContainerSpec spec(
            ImageDescription image, Map<String, String> environment, String network) {
        Optional<List<String>> command =
                image.command().isEmpty() ? Optional.empty() : Optional.of(image.command());
        var program =
                new Program(
                        image.image(),
                        Optional.empty(),
                        command,
                        environment,
                        image.user(),
                        "",
                        new Program.Ending("", settings.grace(), true));
        return new ContainerSpec(
                program,
                marks.of(app),
                List.of(new Mount.Temporary("/tmp", TEMPORARY_BYTES)),
                Limits.of(
                        app.program().limits().memoryBytes(),
                        image.bounds().cpusOf(Runtime.getRuntime().availableProcessors()),
                        PROCESSES),
                walls(image),
                new Networking.Attached(
                        network, app.name().text(), List.of(app.name().text()), Set.of(), Map.of()),
                new ContainerSpec.Output.Kept(LOG_FILE_BYTES, LOG_FILES),
                false);
    }

    private Walls walls(ImageDescription image) {
        return new Walls(
                settings.runtime(),
                Optional.empty(),
                Set.of(),
                false,
                image.writable(),
                List.of(),
                List.of());
    }
}

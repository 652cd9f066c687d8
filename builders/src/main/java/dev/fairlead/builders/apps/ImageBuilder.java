package dev.fairlead.builders.apps;

import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.images.BuildSpec;
import dev.fairlead.engine.images.Image;
import dev.fairlead.engine.images.Progress;
import dev.fairlead.engine.images.Reference;
import dev.fairlead.model.apps.Contract;
import dev.fairlead.model.apps.ImageDescription;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.functions.Abi;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Has an engine take or build the image that a folder asks for, and describes it. The artifact is
/// the description; the image itself stays with the engine.
public final class ImageBuilder {
    /// Images that were built here are kept under it; nobody may ask for one by name.
    private static final String OWN = "fairlead.local/app";

    private static final String LABEL = "dev.fairlead.tenant";
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final long STEP_MEMORY = 2L << 30;
    private static final double STEP_PROCESSORS = 1.5;
    private static final String NOBODY = "65534:65534";

    private final Engine engine;

    public ImageBuilder(Engine engine) {
        this.engine = engine;
    }

    /// Throws `BuildFailed` for what the author has to mend.
    public Built build(BuildInput input) throws IOException {
        try {
            engine.ping();
        } catch (IOException e) {
            throw new BuildFailed(
                    ErrorCode.NO_CONTAINER_ENGINE,
                    "Apps need a container engine: install docker.io, or name one by"
                            + " FAIRLEAD_ENGINE. ("
                            + e.getMessage()
                            + ")");
        }
        input.progress().phase(BuildPhase.ANALYSING);
        AppFile file = AppFile.read(input.source());
        String id;
        String reference;
        try {
            if (file.image().isPresent()) {
                Reference named = reference(file.image().get());
                reference = named.toString();
                id = pull(engine, named, input);
            } else {
                id = make(engine, file, input);
                reference = OWN + ":" + id.substring(id.indexOf(':') + 1).substring(0, 12);
                engine.images().tag(id, Reference.parse(reference));
            }
        } catch (EngineFailed e) {
            throw failed(file, e);
        }
        Image image =
                engine.images()
                        .inspect(id)
                        .orElseThrow(() ->
                                new BuildFailed(
                                        ErrorCode.IMAGE_UNAVAILABLE,
                                        "The image went away while it was looked at."));
        input.progress().phase(BuildPhase.PACKAGING);
        return described(describe(file, image, reference), input);
    }

    private static Reference reference(String text) {
        Reference reference;
        try {
            reference = Reference.parse(text);
        } catch (IllegalArgumentException e) {
            throw AppFile.wrong(String.valueOf(e.getMessage()));
        }
        if (reference.name().startsWith("fairlead.local/")) {
            throw AppFile.wrong("images below fairlead.local are made here, not asked for");
        }
        return reference;
    }

    private static String pull(Engine engine, Reference image, BuildInput input)
            throws IOException {
        input.progress().phase(BuildPhase.INSTALLING);
        input.progress().line("taking " + image);
        Set<String> told = new HashSet<>();
        try {
            engine.images().pull(image, Optional.empty(), PATIENCE, p -> tell(p, told, input));
        } catch (EngineFailed e) {
            Optional<Image> here = engine.images().inspect(image.toString());
            if (here.isEmpty() || e.reason() == EngineFailed.Reason.UNAUTHORIZED) {
                throw e;
            }
            input.progress().line("no registry gives it; the one that is here is taken");
        }
        return engine.images()
                .inspect(image.toString())
                .map(Image::id)
                .orElseThrow(() ->
                        new BuildFailed(ErrorCode.IMAGE_UNAVAILABLE, "The image did not arrive."));
    }

    /// What is new of each layer; percentages would fill the log.
    private static void tell(Progress progress, Set<String> told, BuildInput input) {
        String line = (progress.layer() + " " + progress.status()).strip();
        if (told.add(line)) {
            input.progress().line(line);
        }
    }

    private static String make(Engine engine, AppFile file, BuildInput input) throws IOException {
        var context = new BuildContext(input.source(), file.dockerfile());
        if (!input.source().files().contains(file.dockerfile())) {
            throw new BuildFailed(
                    ErrorCode.SOURCE_INVALID,
                    "There is no "
                            + file.dockerfile()
                            + "; add one, or name an image in fairlead.yaml.");
        }
        input.progress().phase(BuildPhase.COMPILING);
        Path tar = input.work().resolve("context.tar");
        context.write(tar);
        var spec =
                new BuildSpec(
                        file.dockerfile(),
                        file.target().orElse(""),
                        file.arguments(),
                        Map.of(LABEL, input.tenant()),
                        Set.of(),
                        List.of(),
                        new BuildSpec.Running("", STEP_MEMORY, STEP_PROCESSORS, true, PATIENCE));
        try (var bytes = new BufferedInputStream(Files.newInputStream(tar))) {
            return engine.images().build(spec, bytes, input.progress()::line);
        }
    }

    private static BuildFailed failed(AppFile file, EngineFailed why) {
        String what = file.image().orElse(file.dockerfile());
        return switch (why.reason()) {
            case UNAUTHORIZED ->
                    new BuildFailed(
                            ErrorCode.IMAGE_UNAVAILABLE,
                            "The registry does not give out " + what + ": it wants credentials.");
            case BUILD, INVALID ->
                    new BuildFailed(ErrorCode.IMAGE_BUILD_FAILED, what + ": " + why.getMessage());
            case MISSING, CONFLICT, UNSUPPORTED, OTHER ->
                    new BuildFailed(
                            file.image().isPresent()
                                    ? ErrorCode.IMAGE_UNAVAILABLE
                                    : ErrorCode.IMAGE_BUILD_FAILED,
                            what + ": " + why.getMessage());
        };
    }

    private static ImageDescription describe(AppFile file, Image image, String reference) {
        Set<Integer> exposed = image.defaults().ports();
        int only = exposed.size() == 1 ? exposed.iterator().next() : ImageDescription.USUAL_PORT;
        try {
            return new ImageDescription(
                    image.id(),
                    reference,
                    file.contract().orElseGet(() -> Contracts.of(image.defaults())),
                    file.port().orElse(only),
                    file.command(),
                    file.health(),
                    user(file, image),
                    file.writable());
        } catch (InvalidValue e) {
            throw AppFile.wrong(e.what() + ": " + e.rule());
        }
    }

    /// Nobody is root: who is in the image is nobody.
    private static String user(AppFile file, Image image) {
        String user = file.user().orElse(image.defaults().user());
        String name = user.split(":", 2)[0];
        boolean root = name.equals("root") || name.matches("0+");
        if (root && file.user().isPresent()) {
            throw AppFile.wrong("user: apps do not run as root");
        }
        return root || name.isEmpty() ? NOBODY : user;
    }

    private static Built described(ImageDescription description, BuildInput input)
            throws IOException {
        input.progress()
                .line(
                        "image "
                                + description.image().substring(7, 19)
                                + (description.contract() == Contract.LAMBDA
                                        ? " with a Lambda runtime"
                                        : " on port " + description.port())
                                + " as "
                                + description.user());
        Path written = input.work().resolve("image");
        Files.writeString(written, description.text());
        return new Built(written, Abi.IMAGE);
    }
}

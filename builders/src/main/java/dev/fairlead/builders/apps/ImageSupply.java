package dev.fairlead.builders.apps;

import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.images.BuildSpec;
import dev.fairlead.engine.images.Credentials;
import dev.fairlead.engine.images.Image;
import dev.fairlead.engine.images.Progress;
import dev.fairlead.engine.images.Reference;
import dev.fairlead.model.apps.Contract;
import dev.fairlead.model.apps.RegistryHost;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Has an engine take images of registries and build them of folders. Images stay with the engine.
/// What goes wrong for the author's sake is a `BuildFailed`.
public final class ImageSupply {
    /// Images that were built here are kept under it; nobody may ask for one by name.
    private static final String OURS = "fairlead.local/";

    private static final String LABEL = "dev.fairlead.tenant";
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final long STEP_MEMORY = 2L << 30;
    private static final double STEP_PROCESSORS = 1.5;

    private final Engine engine;
    private final Function<String, List<Credentials>> keys;

    public ImageSupply(Engine engine) {
        this(engine, _ -> List.of());
    }

    private ImageSupply(Engine engine, Function<String, List<Credentials>> keys) {
        this.engine = engine;
        this.keys = keys;
    }

    /// The same with the credentials that a tenant has.
    public ImageSupply with(Function<String, List<Credentials>> known) {
        return new ImageSupply(engine, known);
    }

    /// Why a registry does not take credentials, if so.
    public Optional<String> refusal(Credentials credentials) {
        try {
            engine.images().check(credentials);
            return Optional.empty();
        } catch (EngineFailed e) {
            return Optional.of(
                    e.reason() == EngineFailed.Reason.UNAUTHORIZED
                            ? credentials.registry() + " does not take the credentials"
                            : String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Optional.of("the container engine does not answer: " + e.getMessage());
        }
    }

    /// An image that is here: its id, what people call it, whom it runs as, the ports that it says
    /// it listens at, and what it waits for as far as it shows.
    public record Supplied(
            String id, String reference, String user, Set<Integer> ports, Contract contract) {
        public Supplied {
            ports = Set.copyOf(ports);
        }
    }

    /// Fails where there is no engine; `who` needs one.
    public void awake(String who) {
        try {
            engine.ping();
        } catch (IOException e) {
            throw new BuildFailed(
                    ErrorCode.NO_CONTAINER_ENGINE,
                    who
                            + " need a container engine: install docker.io, or name one by"
                            + " FAIRLEAD_ENGINE. ("
                            + e.getMessage()
                            + ")");
        }
    }

    /// The whole of an image's name. Throws `IllegalArgumentException` that says what to write
    /// instead.
    public static String reference(String text) {
        Reference reference = Reference.parse(text);
        if (reference.name().startsWith(OURS)) {
            throw new IllegalArgumentException(
                    "images below fairlead.local are made here, not asked for");
        }
        return reference.toString();
    }

    /// The image of that name; where `kept` the one that is here, without asking a registry.
    public Supplied take(String name, boolean kept, BuildInput input) throws IOException {
        Reference image = Reference.parse(name);
        try {
            if (!kept) {
                pull(image, input);
            }
        } catch (EngineFailed e) {
            throw failed(image.toString(), e, ErrorCode.IMAGE_UNAVAILABLE);
        }
        return inspected(
                image.toString(),
                image.toString(),
                kept
                        ? image + " is not here, and no registry is asked."
                        : "The image did not arrive.");
    }

    private void pull(Reference image, BuildInput input) throws IOException {
        RegistryHost host = RegistryHost.of(image.name());
        Optional<Credentials> known =
                keys.apply(input.tenant()).stream()
                        .filter(each -> each.registry().equals(host.text()))
                        .findFirst();
        input.progress()
                .line("taking " + image + known.map(each -> " as " + each.user()).orElse(""));
        Set<String> told = new HashSet<>();
        try {
            engine.images().pull(image, known, PATIENCE, p -> tell(p, told, input));
        } catch (EngineFailed e) {
            if (e.reason() == EngineFailed.Reason.UNAUTHORIZED) {
                throw refused(image, host, known);
            }
            if (engine.images().inspect(image.toString()).isEmpty()) {
                throw e;
            }
            input.progress().line("no registry gives it; the one that is here is taken");
        }
    }

    private static BuildFailed refused(
            Reference image, RegistryHost host, Optional<Credentials> known) {
        String why =
                known.map(each -> "it does not take what is kept for " + each.user())
                        .orElse("it wants credentials, and there are none");
        return new BuildFailed(
                ErrorCode.IMAGE_UNAVAILABLE,
                "The registry "
                        + host
                        + " does not give out "
                        + image
                        + ": "
                        + why
                        + ". Give some: fairlead registries login "
                        + host
                        + " --user NAME");
    }

    /// What is new of each layer; percentages would fill the log.
    private static void tell(Progress progress, Set<String> told, BuildInput input) {
        String line = (progress.layer() + " " + progress.status()).strip();
        if (told.add(line)) {
            input.progress().line(line);
        }
    }

    private Supplied inspected(String name, String reference, String otherwise) throws IOException {
        Image image =
                engine.images()
                        .inspect(name)
                        .orElseThrow(() -> new BuildFailed(ErrorCode.IMAGE_UNAVAILABLE, otherwise));
        return new Supplied(
                image.id(),
                reference,
                image.defaults().user(),
                image.defaults().ports(),
                Contracts.of(image.defaults()));
    }

    /// Builds it and keeps it under `kind`, such as `app`.
    public Supplied make(Recipe recipe, String kind, BuildInput input) throws IOException {
        try {
            String id = build(recipe, input);
            String reference = reference(id, kind);
            engine.images().tag(id, Reference.parse(reference));
            return inspected(id, reference, "The image went away while it was looked at.");
        } catch (EngineFailed e) {
            throw failed(recipe.dockerfile(), e, ErrorCode.IMAGE_BUILD_FAILED);
        }
    }

    /// What images that are made here carry.
    static Map<String, String> labels(BuildInput input) {
        return Map.of(LABEL, input.tenant());
    }

    /// Takes in a tar with one image under a name of its own, and keeps it as an app's.
    public Supplied load(Path tar, BuildInput input) throws IOException {
        try (var bytes = new BufferedInputStream(Files.newInputStream(tar))) {
            engine.images().load(bytes, PATIENCE);
        } catch (EngineFailed e) {
            throw failed("the image", e, ErrorCode.IMAGE_BUILD_FAILED);
        } finally {
            Files.delete(tar);
        }
        String name = loading(input);
        try {
            String id = inspected(name, name, "The image did not arrive.").id();
            String reference = reference(id, "app");
            engine.images().tag(id, Reference.parse(reference));
            return inspected(id, reference, "The image went away while it was looked at.");
        } finally {
            engine.images().remove(name);
        }
    }

    /// What the tar of this build calls its image until it is here.
    static String loading(BuildInput input) {
        return OURS + "build:" + input.work().getFileName().toString().toLowerCase(Locale.ROOT);
    }

    /// The app's image of that id, where it is still here.
    Optional<Supplied> kept(String id) throws IOException {
        return engine.images().inspect(id).isEmpty()
                ? Optional.empty()
                : Optional.of(inspected(id, reference(id, "app"), "The image went away."));
    }

    private static String reference(String id, String kind) {
        return OURS + kind + ":" + id.substring(id.indexOf(':') + 1).substring(0, 12);
    }

    private String build(Recipe recipe, BuildInput input) throws IOException {
        Path tar = input.work().resolve("context.tar");
        var context = new BuildContext(recipe.context(), recipe.dockerfile(), recipe.inline());
        context.write(tar);
        var spec =
                new BuildSpec(
                        context.dockerfileInside(),
                        recipe.target(),
                        recipe.arguments(),
                        labels(input),
                        Set.of(),
                        keys.apply(input.tenant()),
                        new BuildSpec.Running("", STEP_MEMORY, STEP_PROCESSORS, true, PATIENCE));
        try (var bytes = new BufferedInputStream(Files.newInputStream(tar))) {
            return engine.images().build(spec, bytes, input.progress()::line);
        } finally {
            Files.delete(tar);
        }
    }

    private static BuildFailed failed(String what, EngineFailed why, ErrorCode otherwise) {
        return switch (why.reason()) {
            case UNAUTHORIZED ->
                    new BuildFailed(
                            ErrorCode.IMAGE_UNAVAILABLE,
                            what
                                    + ": a registry does not give out what it is made from. Give"
                                    + " credentials: fairlead registries login HOST --user NAME ("
                                    + why.getMessage()
                                    + ")");
            case BUILD, INVALID ->
                    new BuildFailed(ErrorCode.IMAGE_BUILD_FAILED, what + ": " + why.getMessage());
            case MISSING, CONFLICT, UNSUPPORTED, OTHER ->
                    new BuildFailed(otherwise, what + ": " + why.getMessage());
        };
    }
}

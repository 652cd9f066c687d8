package dev.fairlead.builders.apps;

import dev.fairlead.builders.apps.ImageSupply.Supplied;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.plans.Detection;
import dev.fairlead.builders.plans.Plan;
import dev.fairlead.builders.plans.PlannedImages;
import dev.fairlead.model.apps.Contract;
import dev.fairlead.model.apps.ImageDescription;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Has an engine take or build the image that a folder asks for, or makes it as planned where the
/// folder only says what it is, and describes it. The artifact is the description; the image itself
/// stays with the engine.
public final class ImageBuilder {
    private static final String NOBODY = "65534:65534";

    private final ImageSupply supply;
    private final PlannedImages planned;

    public ImageBuilder(ImageSupply supply, PlannedImages planned) {
        this.supply = supply;
        this.planned = planned;
    }

    /// Throws `BuildFailed` for what the author has to mend.
    public Built build(BuildInput input) throws IOException, InterruptedException {
        supply.awake("Apps");
        input.progress().phase(BuildPhase.ANALYSING);
        AppFile file = AppFile.read(input.source());
        if (file.planned(input.source())) {
            return described(describe(file.asPlanned(), made(file, input)), input);
        }
        Supplied supplied = supplied(file, input);
        input.progress().phase(BuildPhase.PACKAGING);
        return described(describe(file, supplied), input);
    }

    /// What a build would do, as people read it. Throws `BuildFailed` where it would.
    public static List<String> plan(SourceTree source) throws IOException {
        AppFile file = AppFile.read(source);
        if (file.planned(source)) {
            return planned(file, source).lines(port(file));
        }
        return List.of(
                file.image()
                        .map(image -> "image: " + image + " is taken")
                        .orElse("image: built by " + file.dockerfile()));
    }

    private static Plan planned(AppFile file, SourceTree source) throws IOException {
        if (file.contract().filter(Contract.LAMBDA::equals).isPresent()) {
            throw FairleadFile.wrong("contract: lambda needs a Dockerfile or an image");
        }
        return Detection.plan(source, files(file, source), file.wishes());
    }

    private static List<String> files(AppFile file, SourceTree source) throws IOException {
        return new BuildContext(source, file.dockerfile()).files();
    }

    private static int port(AppFile file) {
        return file.port().orElse(ImageDescription.USUAL_PORT);
    }

    private Supplied made(AppFile file, BuildInput input) throws IOException, InterruptedException {
        Plan plan = planned(file, input.source());
        List<String> files = files(file, input.source());
        int port = port(file);
        plan.lines(port).forEach(line -> input.progress().line("plan: " + line));
        var asked =
                new PlannedImages.Asked(
                        plan, files, port, ImageSupply.labels(input), ImageSupply.loading(input));
        ContentHash key = planned.key(asked, input);
        Optional<String> known = planned.known(key);
        Optional<Supplied> kept = known.isPresent() ? supply.kept(known.get()) : Optional.empty();
        if (kept.isPresent()) {
            input.progress().line("Nothing changed: the image of before is taken.");
            return kept.get();
        }
        Supplied loaded = supply.load(planned.tar(asked, input), input);
        planned.remember(key, loaded.id());
        return loaded;
    }

    private Supplied supplied(AppFile file, BuildInput input) throws IOException {
        if (file.image().isPresent()) {
            String named;
            try {
                named = ImageSupply.reference(file.image().get());
            } catch (IllegalArgumentException e) {
                throw FairleadFile.wrong(String.valueOf(e.getMessage()));
            }
            input.progress().phase(BuildPhase.INSTALLING);
            return supply.take(named, false, input);
        }
        if (!input.source().files().contains(file.dockerfile())) {
            throw new BuildFailed(
                    ErrorCode.SOURCE_INVALID,
                    "There is no " + file.dockerfile() + ", which fairlead.yaml names.");
        }
        input.progress().phase(BuildPhase.COMPILING);
        var recipe =
                new Recipe(
                        input.source(),
                        file.dockerfile(),
                        Optional.empty(),
                        file.target().orElse(""),
                        file.arguments());
        return supply.make(recipe, "app", input);
    }

    private static ImageDescription describe(AppFile file, Supplied image) {
        Set<Integer> exposed = image.ports();
        int only = exposed.size() == 1 ? exposed.iterator().next() : ImageDescription.USUAL_PORT;
        try {
            return new ImageDescription(
                    image.id(),
                    image.reference(),
                    file.contract().orElse(image.contract()),
                    file.port().orElse(only),
                    file.command(),
                    file.health(),
                    user(file, image),
                    file.writable(),
                    file.bounds());
        } catch (InvalidValue e) {
            throw FairleadFile.wrong(e.what() + ": " + e.rule());
        }
    }

    /// Nobody is root: who is in the image is nobody.
    private static String user(AppFile file, Supplied image) {
        String user = file.user().orElse(image.user());
        String name = user.split(":", 2)[0];
        boolean root = name.equals("root") || name.matches("0+");
        if (root && file.user().isPresent()) {
            throw FairleadFile.wrong("user: apps do not run as root");
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

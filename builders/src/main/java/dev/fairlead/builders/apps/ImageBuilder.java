package dev.fairlead.builders.apps;

import dev.fairlead.builders.apps.ImageSupply.Supplied;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.model.apps.Contract;
import dev.fairlead.model.apps.ImageDescription;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.functions.Abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Has an engine take or build the image that a folder asks for, and describes it. The artifact is
/// the description; the image itself stays with the engine.
public final class ImageBuilder {
    private static final String NOBODY = "65534:65534";

    private final ImageSupply supply;

    public ImageBuilder(ImageSupply supply) {
        this.supply = supply;
    }

    /// Throws `BuildFailed` for what the author has to mend.
    public Built build(BuildInput input) throws IOException {
        supply.awake("Apps");
        input.progress().phase(BuildPhase.ANALYSING);
        AppFile file = AppFile.read(input.source());
        Supplied supplied = supplied(file, input);
        input.progress().phase(BuildPhase.PACKAGING);
        return described(describe(file, supplied), input);
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
                    "There is no "
                            + file.dockerfile()
                            + "; add one, or name an image in fairlead.yaml.");
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

package dev.fairlead.builders.stacks;

import dev.fairlead.builders.apps.ImageSupply;
import dev.fairlead.builders.apps.ImageSupply.Supplied;
import dev.fairlead.builders.apps.Recipe;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.stacks.compose.ComposeLoader;
import dev.fairlead.builders.stacks.compose.Folder;
import dev.fairlead.builders.stacks.compose.Model;
import dev.fairlead.builders.stacks.services.ImageWish;
import dev.fairlead.builders.stacks.services.Plan;
import dev.fairlead.builders.stacks.services.PlanReader;
import dev.fairlead.builders.stacks.services.Planned;
import dev.fairlead.builders.stacks.yaml.Part;
import dev.fairlead.builders.stacks.yaml.Problems;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.stacks.StackDescription;
import dev.fairlead.model.stacks.StackService;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Describes the stack of a folder with a compose file, and has an engine take or build its images.
/// The artifact is the description; the images stay with the engine.
public final class StackBuilder {
    private final ImageSupply supply;

    public StackBuilder(ImageSupply supply) {
        this.supply = supply;
    }

    /// Throws `BuildFailed` for what the author has to mend.
    public Built build(BuildInput input) throws IOException {
        supply.awake("Stacks");
        input.progress().phase(BuildPhase.ANALYSING);
        StackFile file = StackFile.read(input.source());
        var problems = new Problems();
        var folder = new Folder(input.source());
        Model model =
                new ComposeLoader(folder, input.variables(), problems).load(file.files(problems));
        Plan plan = new PlanReader(model, folder, file.profiles(), problems).read();
        Entry entry =
                Entry.of(plan.services(), file, new Part("", model.root(), problems), problems);
        Map<ImageWish, String> named = references(plan.services(), problems);
        problems.tell(input.progress()::line);
        Map<ImageWish, Supplied> images = images(plan.services(), named, folder, input);
        input.progress().phase(BuildPhase.PACKAGING);
        List<StackService> services =
                plan.services().stream()
                        .map(one -> Finished.of(one, image(images, one), input.progress()::line))
                        .toList();
        var stack =
                new StackDescription(
                        entry.service().name(),
                        entry.port(image(images, entry.service())),
                        services,
                        plan.networks(),
                        plan.volumes(),
                        model.defaults());
        input.progress().line("requests go to " + stack.entry() + " on port " + stack.port());
        Path written = input.work().resolve("stack");
        Files.writeString(written, stack.text());
        return new Built(written, Abi.STACK);
    }

    private static Supplied image(Map<ImageWish, Supplied> images, Planned service) {
        Supplied image = images.get(service.image());
        if (image == null) {
            throw new IllegalStateException("no image for " + service.name());
        }
        return image;
    }

    private static Map<ImageWish, String> references(List<Planned> services, Problems problems) {
        var references = new HashMap<ImageWish, String>();
        for (Planned one : services) {
            if (one.image() instanceof ImageWish.Named named) {
                try {
                    references.put(named, ImageSupply.reference(named.reference()));
                } catch (IllegalArgumentException e) {
                    one.part().refuse("image", "" + e.getMessage());
                }
            }
        }
        problems.end();
        return references;
    }

    /// Each once, whoever wants it: first those of registries, then those that are built.
    private Map<ImageWish, Supplied> images(
            List<Planned> services, Map<ImageWish, String> named, Folder folder, BuildInput input)
            throws IOException {
        var images = new HashMap<ImageWish, Supplied>();
        if (!named.isEmpty()) {
            input.progress().phase(BuildPhase.INSTALLING);
        }
        for (Planned one : services) {
            String reference = named.get(one.image());
            if (one.image() instanceof ImageWish.Named(_, boolean kept)
                    && reference != null
                    && !images.containsKey(one.image())) {
                images.put(one.image(), supply.take(reference, kept, heard(input, one.name())));
            }
        }
        if (named.size() < services.stream().map(Planned::image).distinct().count()) {
            input.progress().phase(BuildPhase.COMPILING);
        }
        for (Planned one : services) {
            if (one.image() instanceof ImageWish.Made made && !images.containsKey(made)) {
                BuildInput own = heard(input, one.name());
                images.put(made, made(recipe(made, folder, input.variables()), one, own));
            }
        }
        return images;
    }

    private Supplied made(Recipe recipe, Planned one, BuildInput own) throws IOException {
        try {
            return supply.make(recipe, "stack", own);
        } catch (BuildFailed e) {
            throw new BuildFailed(e.code(), one.name() + ": " + e.detail(), e.diagnostics());
        }
    }

    /// Whose line is which service's.
    private static BuildInput heard(BuildInput input, String service) {
        var progress =
                new BuildProgress() {
                    @Override
                    public void phase(BuildPhase phase) {
                        input.progress().phase(phase);
                    }

                    @Override
                    public void line(String text) {
                        input.progress().line(service + ": " + text);
                    }
                };
        return new BuildInput(
                input.source(),
                input.work(),
                input.tenant(),
                input.variables(),
                input.secrets(),
                progress);
    }

    private static Recipe recipe(ImageWish.Made made, Folder folder, Map<String, String> variables)
            throws IOException {
        SourceTree all = folder.source();
        List<String> files = folder.below(made.context());
        var context = new SourceTree(all.path(made.context()), files, all.hash());
        String prefix = made.context().isEmpty() ? "" : made.context() + "/";
        boolean inside = made.dockerfile().startsWith(prefix);
        Optional<String> inline = made.inline();
        if (inline.isEmpty() && !inside) {
            inline = Optional.of(Files.readString(folder.path(made.dockerfile())));
        }
        var arguments = new TreeMap<String, String>();
        made.arguments()
                .forEach((name, value) ->
                        value.or(() -> Optional.ofNullable(variables.get(name)))
                                .ifPresent(text -> arguments.put(name, text)));
        return new Recipe(
                context,
                inside ? made.dockerfile().substring(prefix.length()) : made.dockerfile(),
                inline,
                made.target(),
                arguments);
    }
}

package dev.fairlead.builders.stacks;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.stacks.compose.ComposeLoader;
import dev.fairlead.builders.stacks.compose.Folder;
import dev.fairlead.builders.stacks.compose.Model;
import dev.fairlead.builders.stacks.services.Plan;
import dev.fairlead.builders.stacks.services.PlanReader;
import dev.fairlead.builders.stacks.services.Planned;
import dev.fairlead.builders.stacks.yaml.Problems;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.stacks.StackService;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Folders with compose files, and what is read of them.
record Stacks(Path directory) {
    SourceTree source(Map<String, String> files) throws IOException {
        Path own = Files.createTempDirectory(directory, "s");
        for (var file : files.entrySet()) {
            Path at = own.resolve(file.getKey());
            Files.createDirectories(at.getParent());
            Files.writeString(at, file.getValue());
        }
        return new SourceTree(
                own, files.keySet().stream().sorted().toList(), ContentHash.of(new byte[0]));
    }

    /// What was read, and what was said about it.
    record Read(Plan plan, Map<String, String> defaults, List<String> remarks) {
        StackService service(String name) {
            return planned(name).service();
        }

        Planned planned(String name) {
            return plan.services().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        List<String> names() {
            return plan.services().stream().map(Planned::name).toList();
        }

        /// Everything but the text that it was read from.
        @Override
        public String toString() {
            var text = new StringBuilder();
            plan.services()
                    .forEach(one ->
                            text.append(one.service())
                                    .append(one.image())
                                    .append(" ports=" + one.ports())
                                    .append(" exposed=" + one.exposed())
                                    .append(" added=" + one.added())
                                    .append(" dropped=" + one.dropped())
                                    .append('\n'));
            return text + " " + plan.networks() + " volumes=" + plan.volumes() + " " + remarks;
        }
    }

    Read read(Map<String, String> files) throws IOException {
        return read(files, Map.of());
    }

    Read read(Map<String, String> files, Map<String, String> variables) throws IOException {
        SourceTree source = source(files);
        StackFile file = StackFile.read(source);
        var problems = new Problems();
        var folder = new Folder(source);
        Model model = new ComposeLoader(folder, variables, problems).load(file.files(problems));
        Plan plan = new PlanReader(model, folder, file.profiles(), problems).read();
        var remarks = new ArrayList<String>();
        problems.tell(remarks::add);
        return new Read(plan, model.defaults(), remarks);
    }

    Read read(String compose) throws IOException {
        return read(Map.of("compose.yaml", compose));
    }
}

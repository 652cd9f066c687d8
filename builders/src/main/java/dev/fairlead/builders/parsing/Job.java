package dev.fairlead.builders.parsing;

import dev.fairlead.builders.analysis.Match;
import dev.fairlead.builders.analysis.Rule;
import dev.fairlead.sandbox.StepRun;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What a step that reads sources is told: the files, and the rules in the form it knows.
final class Job {
    private static final JsonMapper JSON = new JsonMapper();

    private Job() {}

    /// One line of JSON, before the bytes of the files one after the other.
    static StepRun.Input input(
            List<Rule> rules, Map<String, Path> files, Collection<String> dependencies)
            throws IOException {
        ObjectNode job = JSON.createObjectNode();
        var allRules = job.putArray("rules");
        for (Rule rule : rules) {
            ObjectNode one = allRules.addObject();
            one.put("id", rule.id());
            one.put("severity", rule.severity().name());
            one.put("message", rule.message());
            var matches = one.putArray("matches");
            rule.matches().forEach(match -> write(match, matches.addObject()));
        }
        var allFiles = job.putArray("files");
        for (var file : files.entrySet()) {
            allFiles.addObject()
                    .put("name", file.getKey())
                    .put("size", Files.size(file.getValue()));
        }
        var allDependencies = job.putArray("dependencies");
        dependencies.forEach(allDependencies::add);
        byte[] first = (job + "\n").getBytes(StandardCharsets.UTF_8);
        return to -> {
            to.write(first);
            for (Path file : files.values()) {
                Files.copy(file, to);
            }
        };
    }

    private static void write(Match match, ObjectNode to) {
        switch (match) {
            case Match.Type type -> to.put("kind", "type").put("name", type.prefix());
            case Match.Member member -> {
                var names = to.put("kind", "member").put("type", member.type()).putArray("names");
                member.names().forEach(names::add);
            }
            case Match.Modifier modifier -> to.put("kind", "modifier").put("word", modifier.word());
            case Match.Module module -> to.put("kind", "module").put("name", module.name());
            case Match.Call call ->
                    to.put("kind", "call").put("name", call.name()).put("text", call.text());
        }
    }
}

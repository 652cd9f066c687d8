package dev.fairlead.builders.parsing;

import dev.fairlead.builders.analysis.Match;
import dev.fairlead.builders.analysis.Rule;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.List;

/// What a step that reads sources is told: the files, and the rules in the form it knows.
final class Job {
    private static final JsonMapper JSON = new JsonMapper();

    private Job() {}

    static byte[] json(
            String program, List<Rule> rules, List<String> files, Collection<String> dependencies) {
        ObjectNode job = JSON.createObjectNode();
        job.put("program", program);
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
        files.forEach(allFiles::add);
        var allDependencies = job.putArray("dependencies");
        dependencies.forEach(allDependencies::add);
        return JSON.writeValueAsBytes(job);
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

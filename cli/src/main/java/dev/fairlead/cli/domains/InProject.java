package dev.fairlead.cli.domains;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Functions;
import dev.fairlead.cli.client.Names;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;

/// Which project is meant, and its domains by what people call them.
final class InProject {
    @Option(
            names = {"-p", "--project"},
            description = "the project (default: " + Functions.DEFAULT_PROJECT + ")")
    private @Nullable String project;

    String name() {
        return Functions.orDefault(project);
    }

    String path(ApiClient api, String below) {
        return "/projects/" + new Names(api).project(name()) + below;
    }

    /// A domain's path, by its id or its name.
    String domain(ApiClient api, String reference) {
        if (reference.startsWith("dom_")) {
            return "/domains/" + reference;
        }
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put("name", reference);
        String path = path(api, "/domains") + ApiClient.query(query);
        for (JsonNode one : api.send(ApiClient.Call.get(path)).path("items")) {
            return "/domains/" + one.path("id").asString();
        }
        throw new CommandFailed(
                ExitCode.REFUSED, "no domain '" + reference + "' in project '" + name() + "'");
    }
}

package dev.fairlead.cli.client;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.model.wire.FunctionResponse;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Finds functions by what people call them.
public final class Functions {
    public static final String DEFAULT_PROJECT = "default";

    private final ApiClient api;

    public Functions(ApiClient api) {
        this.api = api;
    }

    /// A function as named on the command line: an id, `project/name`, or a name in `project`.
    public FunctionResponse get(String reference, @Nullable String project) {
        if (reference.startsWith("svc_")) {
            return api.send(ApiClient.Call.get("/functions/" + reference), FunctionResponse.class);
        }
        int slash = reference.indexOf('/');
        String in = slash < 0 ? orDefault(project) : reference.substring(0, slash);
        String name = reference.substring(slash + 1);
        return find(in, name)
                .orElseThrow(() ->
                        new CommandFailed(
                                ExitCode.REFUSED,
                                "no function '"
                                        + name
                                        + "' in project '"
                                        + in
                                        + "'; `fairlead list` shows what is there"));
    }

    public Optional<FunctionResponse> find(String project, String name) {
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put("project", project);
        query.put("name", name);
        JsonNode page = api.send(ApiClient.Call.get("/functions" + ApiClient.query(query)));
        for (JsonNode item : page.path("items")) {
            return Optional.of(api.as(item, FunctionResponse.class));
        }
        return Optional.empty();
    }

    /// The service, made where it is not there yet, with its project.
    public FunctionResponse findOrMake(String project, String name, Optional<String> kind) {
        return find(project, name).orElseGet(() -> make(project, name, kind));
    }

    private FunctionResponse make(String project, String name, Optional<String> kind) {
        ensureProject(project);
        var body = new LinkedHashMap<String, String>();
        body.put("project", project);
        body.put("name", name);
        kind.ifPresent(word -> body.put("kind", word));
        return api.send(api.post("/functions", body), FunctionResponse.class);
    }

    /// Makes the project when it is not there yet.
    public void ensureProject(String project) {
        JsonNode page = api.send(ApiClient.Call.get("/projects?name=" + project));
        if (page.path("items").isEmpty()) {
            api.send(api.post("/projects", Map.of("name", project)));
        }
    }

    public static String orDefault(@Nullable String project) {
        return project == null ? DEFAULT_PROJECT : project;
    }
}

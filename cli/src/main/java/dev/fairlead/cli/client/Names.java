package dev.fairlead.cli.client;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Optional;

/// Finds the id of what people call by its name. An id is taken as it is.
public final class Names {
    private final ApiClient api;

    public Names(ApiClient api) {
        this.api = api;
    }

    /// A member, by address or id.
    public String user(String text) {
        return text.contains("@") ? one("/members", "email", text, "user", "member") : text;
    }

    public String group(String text) {
        return text.startsWith("grp_") ? text : one("/groups", "name", text, "id", "group");
    }

    public String project(String text) {
        return text.startsWith("prj_") ? text : one("/projects", "name", text, "id", "project");
    }

    public Optional<String> project(Optional<String> text) {
        return text.map(this::project);
    }

    private String one(String path, String key, String value, String field, String what) {
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put(key, value);
        for (JsonNode item :
                api.send(ApiClient.Call.get(path + ApiClient.query(query))).path("items")) {
            return item.path(field).asString();
        }
        throw new CommandFailed(ExitCode.REFUSED, "no " + what + " '" + value + "' here");
    }
}
